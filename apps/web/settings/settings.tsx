import { type FormEvent, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch, put, remove } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { usePeople, useSession, useUser } from '../base/session.js';
import { LineField } from '../parts/fields/text-fields.js';
import { MomentField } from '../parts/fields/time-fields.js';
import { Moment, Tag } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';
import { LanguageSwitch, ThemeSwitch } from '../parts/switches.js';
import { Channels } from './channels.js';
import { CalendarFeed } from './feed.js';
import { Save } from './save.js';
import { Tokens } from './tokens.js';
import { useChange } from '../parts/use-change.js';

/** One's own: how it looks, who stands in, where one is told, who has access, the password. */
export default function Settings() {
  const t = useWording();
  const { settings } = useSession();
  return (
    <div className="page tell stack">
      <header className="page-head">
        <h1>{t.nav.settings}</h1>
      </header>
      <section className="section row wrap">
        <LanguageSwitch />
        <ThemeSwitch />
      </section>
      <Away />
      {settings.authMode === 'local' && <Password />}
      <Channels />
      <CalendarFeed />
      <Tokens />
      <Sessions />
    </div>
  );
}

function Away() {
  const t = useWording();
  const user = useUser();
  const { all } = usePeople();
  const queries = useQueryClient();
  const say = useSay();
  const me = all.find((each) => each.id === user.id);
  const [until, setUntil] = useState<string | null>(null);
  const [deputy, setDeputy] = useState<string | null>(null);
  const { send, busy, problem, wrong } = useChange();
  const shownUntil = until ?? me?.awayUntil ?? '';
  const shownDeputy = deputy ?? me?.deputyId ?? '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await send(
      patch('/users/{id}', {
        path: { id: user.id },
        body: { awayUntil: shownUntil || null, deputyId: shownDeputy || null },
      }),
    );
    if (!done) return;
    say(t.settings.saved);
    void queries.invalidateQueries({ queryKey: ['users'] });
  };
  return (
    <form className="section" onSubmit={(event) => void submit(event)} noValidate>
      <h2>{t.settings.away}</h2>
      <p className="muted">{t.settings.awayHint}</p>
      <MomentField label={t.settings.until} optional value={shownUntil} change={setUntil} error={wrong('awayUntil')} />
      <div className="field">
        <label htmlFor="deputy">{t.settings.deputy}</label>
        <select id="deputy" value={shownDeputy} onChange={(event) => setDeputy(event.target.value)}>
          <option value="">{t.form.nobodyChosen}</option>
          {all
            .filter((each) => each.departmentId === user.departmentId && each.id !== user.id)
            .map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
        </select>
        {wrong('deputyId') && <p className="field-error">{wrong('deputyId')}</p>}
      </div>
      <Save problem={problem} disabled={busy} />
    </form>
  );
}

function Password() {
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

function Sessions() {
  const t = useWording();
  const queries = useQueryClient();
  const { send, busy } = useChange();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => get('/sessions', { signal }),
  });
  const end = async (ending: Promise<unknown>) => {
    if (await send(ending)) void queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={2} />;
  return (
    <section className="section">
      <div className="row wrap">
        <h2 className="grow">{t.settings.sessions}</h2>
        {data.items.length > 1 && (
          <button type="button" className="button" disabled={busy} onClick={() => void end(remove('/sessions'))}>
            {t.settings.endOthers}
          </button>
        )}
      </div>
      <ul className="desk-list">
        {data.items.map((each) => (
          <li key={each.id}>
            <p>
              {each.current && <Tag tone="accent">{t.settings.thisOne}</Tag>}
              <span>{each.agent?.slice(0, 90)}</span>
              <span className="muted">
                <Moment at={each.usedAt} />
              </span>
            </p>
            {!each.current && (
              <button
                type="button"
                className="button"
                disabled={busy}
                onClick={() => void end(remove('/sessions/{id}', { path: { id: each.id } }))}
              >
                {t.settings.end}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
