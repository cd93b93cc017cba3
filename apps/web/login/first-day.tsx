import { type FormEvent, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { get, post } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { useSession } from '../base/session.js';
import { LineField } from '../parts/fields/text-fields.js';
import { Refusal } from '../parts/refusal.js';
import { Skeleton } from '../parts/states.js';
import { useChange } from '../parts/use-change.js';
import { Card } from './card.js';
import { taken } from './invitation.js';
import { NewPasswordField } from './new-password-field.js';

/** The first administrator: by the code that the start printed, with a password of their own. */
export function FirstDayPage() {
  const { t } = usePreferences();
  const { data } = useQuery({ queryKey: ['setup'], queryFn: () => get('/setup') });
  if (!data) return <Skeleton rows={3} />;
  if (data.open) return <FirstAdministrator />;
  return (
    <Card title={t.setup.title} hint={t.setup.over}>
      <a className="button primary wide" href="/">
        {t.setup.toLogin}
      </a>
    </Card>
  );
}

function FirstAdministrator() {
  const { t } = usePreferences();
  const { signedIn } = useSession();
  const [code, setCode] = useState(() => taken('code'));
  const [name, setName] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { send, busy, problem, wrong } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const beginning = post('/setup', { body: { code, name, username, password }, plain: true });
    if (!(await send(beginning))) return;
    const { user } = await beginning;
    signedIn(user);
  };
  return (
    <Card title={t.setup.title} hint={t.setup.firstHint}>
      <form className="login-form" onSubmit={(event) => void submit(event)} noValidate>
        <LineField label={t.setup.code} value={code} change={setCode} error={wrong('code')} />
        <LineField label={t.people.fullName} value={name} change={setName} autoComplete="name" error={wrong('name')} />
        <LineField
          label={t.people.username}
          hint={t.people.usernameHint}
          value={username}
          change={setUsername}
          autoComplete="username"
          error={wrong('username')}
        />
        <NewPasswordField value={password} change={setPassword} error={wrong('password')} />
        {problem && !problem.errors && <Refusal problem={problem} />}
        <button
          type="submit"
          className="button primary wide"
          disabled={busy || !code || !name || !username || !password}
        >
          {t.setup.begin}
        </button>
      </form>
    </Card>
  );
}
