import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useStaff } from '../base/people.js';
import { useUser } from '../base/session.js';
import { Refusal } from '../parts/refusal.js';
import { type Sheet, Sheets } from '../parts/sheets.js';
import { useChange } from '../parts/use-change.js';

/** A sheet for everybody who never came, each with a link of their own; those of before are over. */
export function InvitationsStep() {
  const t = useWording();
  const user = useUser();
  const queries = useQueryClient();
  const waiting = useStaff().filter((each) => each.id !== user.id && each.account?.signedInAt === null);
  const [sheets, setSheets] = useState<Sheet[]>([]);
  const { send, busy, problem } = useChange();
  const make = async () => {
    const made: Sheet[] = [];
    const all = async () => {
      for (const { id, name, username, account } of waiting) {
        made.push({ name, username, email: account?.email, ...(await post('/users/{id}/invite', { path: { id } })) });
      }
    };
    await send(all());
    setSheets(made);
    void queries.invalidateQueries({ queryKey: ['users'] });
  };
  return (
    <section className="section">
      <p className="muted">{t.setup.invitationsHint}</p>
      {sheets.length > 0 ? (
        <Sheets sheets={sheets} />
      ) : waiting.length === 0 ? (
        <p>{t.setup.invitationsNone}</p>
      ) : (
        <>
          <ul className="desk-list">
            {waiting.map((each) => (
              <li key={each.id}>
                <span>{each.name}</span>
              </li>
            ))}
          </ul>
          {problem && <Refusal problem={problem} />}
          <button type="button" className="button primary" disabled={busy} onClick={() => void make()}>
            {t.setup.makeAll(waiting.length)}
          </button>
        </>
      )}
    </section>
  );
}
