import { type FormEvent, useState } from 'react';
import { put } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { LineField } from '../parts/fields/text-fields.js';
import { Save } from './save.js';
import { useChange } from '../parts/use-change.js';

export function Password() {
  const t = useWording();
  const say = useSay();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { send, busy, problem, wrong } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(put('/me/password', { body: { current, next } })))) return;
    setCurrent('');
    setNext('');
    say(t.settings.saved);
  };
  return (
    <form className="section" onSubmit={(event) => void submit(event)} noValidate>
      <h2>{t.settings.password}</h2>
      <p className="muted">{t.settings.passwordHint}</p>
      <LineField
        label={t.settings.current}
        type="password"
        autoComplete="current-password"
        value={current}
        change={setCurrent}
        error={wrong('current')}
      />
      <LineField
        label={t.settings.next}
        type="password"
        autoComplete="new-password"
        value={next}
        change={setNext}
        error={wrong('next')}
      />
      <Save problem={problem} disabled={busy || !current || !next} />
    </form>
  );
}
