import { useEffect, useReducer, useState } from 'react';
import { Link } from 'react-router';
import { takeBack } from '../base/hand-in.js';
import { useWording } from '../base/language.js';
import { recall, remember, remembered } from '../base/memory.js';
import { draftOf } from '../parts/draft.js';
import { OWN_DRAFTS, type Draft } from './draft.js';

/** That a form is open in some tab: held as long as it is. */
const lockOf = (name: string) => `dispute-console.${name}`;

/** The drafts that another tab has open; none where the browser cannot say. */
function useOpenElsewhere(but: string | undefined): ReadonlySet<string> {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!navigator.locks) return;
    let leave: () => void = () => undefined;
    const stays = new Promise<void>((done) => (leave = done));
    if (but) void navigator.locks.request(lockOf(but), { mode: 'shared' }, () => stays);
    const look = () =>
      void navigator.locks.query().then(({ held = [] }) => setOpen(new Set(held.map(({ name = '' }) => name))));
    look();
    // Who closed the other window comes back to this one.
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      leave();
    };
  }, [but]);
  return open;
}

/** Where a release before kept the only one. */
const BEFORE = 'draft.register';

function ownDrafts(): string[] {
  const before = recall(BEFORE);
  if (before !== null) {
    remember(`${OWN_DRAFTS}before`, before);
    remember(BEFORE, null);
  }
  return remembered(OWN_DRAFTS);
}

/**
 * Registrations that were begun and not handed in, to go on with.
 *
 * @param but the one that is open here
 */
export function Drafts({ but }: { but?: string }) {
  const t = useWording();
  const [, look] = useReducer((n: number) => n + 1, 0);
  const open = useOpenElsewhere(but);
  useEffect(() => {
    window.addEventListener('storage', look);
    return () => window.removeEventListener('storage', look);
  }, []);
  const names = ownDrafts().filter((each) => each !== but && !open.has(lockOf(each)));
  if (names.length === 0) return null;
  return (
    <section className="section drafts" aria-label={t.desk.drafts}>
      <h2>
        {t.desk.drafts} <b className="count">{names.length}</b>
      </h2>
      <ul>
        {names.map((name) => {
          const { title = '', narrative = '' } = draftOf<Draft>(name).kept ?? {};
          const called = title.trim() || narrative.trim().slice(0, 20) || t.desk.untitled;
          return (
            <li key={name}>
              <Link to={`/desk/new?draft=${encodeURIComponent(name.slice(OWN_DRAFTS.length))}`}>{called}</Link>{' '}
              <button
                type="button"
                className="link"
                onClick={() => {
                  for (const file of draftOf<Draft>(name).kept?.files ?? []) void takeBack(file);
                  remember(name, null);
                  look();
                }}
              >
                {t.form.remove}
                <span className="visually-hidden"> {called}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
