import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useStaff } from '../base/people.js';
import { RolloutProgress } from '../parts/rollout.js';
import { useUser } from '../base/session.js';
import { Refusal } from '../parts/refusal.js';
import { type Sheet, Sheets } from '../parts/sheets.js';
import { useChange } from '../parts/use-change.js';

/** For everybody who never came a link of their own, by mail or on a sheet; those of before are over. */
export function InvitationsStep() {
  const t = useWording();
  const user = useUser();
  const queries = useQueryClient();
  const waiting = useStaff().filter((each) => each.id !== user.id && each.account?.signedInAt === null);
  const [sheets, setSheets] = useState<Sheet[]>([]);
  const [rolloutId, setRollout] = useState<string | null>(null);
  const { send, busy, problem } = useChange();
  const invited = () => {
    for (const each of ['users', 'setup']) void queries.invalidateQueries({ queryKey: [each] });
  };
  const make = async () => {
    const made: Sheet[] = [];
    const all = async () => {
      for (const { id, name, username, account } of waiting) {
        made.push({ name, username, email: account?.email, ...(await post('/users/{id}/invite', { path: { id } })) });
      }
    };
    await send(all());
    setSheets(made);
    invited();
  };
  const mailed = waiting.filter((each) => each.account?.email);
  const mail = async () => {
    const asked = post('/users/invitations', { body: { userIds: mailed.map(({ id }) => id) } });
    if (await send(asked)) setRollout((await asked).rollout.id);
  };
  return (
    <section className="section">
      <p className="muted">{t.setup.invitationsHint}</p>
      {rolloutId && <RolloutProgress id={rolloutId} subject={t.people.username} ended={invited} />}
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
          <div className="row wrap">
            {mailed.length > 0 && !rolloutId && (
              <button type="button" className="button primary" disabled={busy} onClick={() => void mail()}>
                {t.setup.mailAll(mailed.length)}
              </button>
            )}
            <button type="button" className="button" disabled={busy} onClick={() => void make()}>
              {t.setup.makeAll(waiting.length)}
            </button>
          </div>
        </>
      )}
    </section>
  );
}
