import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { post } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { useSession } from '../base/session.js';
import { Refusal } from '../parts/refusal.js';
import { useChange } from '../parts/use-change.js';
import { Card } from './card.js';
import { NewPasswordField } from './new-password-field.js';

/** Once read it is out of the address: nobody who looks over a shoulder, and no history, has it. */
export function taken(name: string): string {
  // The line that prints a link goes on behind it, and is copied whole.
  const said = new URLSearchParams(location.hash.slice(1)).get(name) ?? '';
  const found = /^\S*/.exec(said)![0];
  if (found) history.replaceState(history.state, '', location.pathname);
  return found;
}

/** Whose the link is stands before the #, and is gone with what stands behind it. */
function invited(): { username: string; token: string } {
  const username = new URLSearchParams(location.search).get('user') ?? '';
  return { username, token: taken('token') };
}

/** Who was invited, or whose password was ended, sets one; by that they are signed in. */
export function InvitationPage() {
  const { t } = usePreferences();
  const { signedIn } = useSession();
  const navigate = useNavigate();
  const [{ token, username }] = useState(invited);
  const [password, setPassword] = useState('');
  const { send, busy, problem, wrong } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const accepting = post('/auth/accept-invitation', { body: { token, password }, plain: true });
    if (!(await send(accepting))) return;
    const { user } = await accepting;
    signedIn(user);
    void navigate('/', { replace: true });
  };
  return (
    <Card title={t.setup.invited} hint={token ? t.setup.invitedHint : t.setup.noToken}>
      {token && (
        <form className="login-form" onSubmit={(event) => void submit(event)} noValidate>
          {username && <p>{t.setup.invitedAs(username)}</p>}
          <NewPasswordField value={password} change={setPassword} error={wrong('password')} />
          {problem && !problem.errors && <Refusal problem={problem} />}
          <button type="submit" className="button primary wide" disabled={busy || !password}>
            {t.setup.begin}
          </button>
        </form>
      )}
    </Card>
  );
}
