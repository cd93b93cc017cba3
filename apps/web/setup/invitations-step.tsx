import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { post, Problem } from '../base/api.js';
import type { Person } from '../contract.js';
import { useWording } from '../base/language.js';
import { useStaff } from '../base/people.js';
import { FlagField } from '../parts/fields/choice-fields.js';
import { Moment } from '../parts/marks.js';
import { RolloutProgress } from '../parts/rollout.js';
import { useUser } from '../base/session.js';
import { Refusal } from '../parts/refusal.js';
import { type Sheet, Sheets } from '../parts/sheets.js';
import { useChange } from '../parts/use-change.js';

/** Whoever set a password since the list was asked for needs no link, and keeps nobody from theirs. */
function whereTheyCame(error: unknown): null {
  if (error instanceof Problem && error.body.code === 'ALREADY_SIGNED_IN') return null;
  throw error;
}

/** For everybody who never came a link of their own, by mail or on a sheet; those of before are over. */
export function InvitationsStep() {
  const t = useWording();
  const user = useUser();
  const queries = useQueryClient();
  const never = useStaff().filter((each) => each.id !== user.id && each.account?.signedInAt === null);
  const isOut = ({ account }: Person) => Date.parse(String(account?.invitedUntil ?? '')) > Date.now();
  const invitedAlready = never.filter(isOut);
  const [includes, include] = useState(false);
  // A link that was handed over is over once another is made: nobody's is without its being meant.
  const waiting = includes ? never : never.filter((each) => !isOut(each));
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
        const link = await post('/users/{id}/invite', { path: { id } }).catch(whereTheyCame);
        if (link) made.push({ name, username, email: account?.email, ...link });
      }
    };
    await send(all());
    setSheets(made);
    include(false);
    invited();
  };
  const mailed = waiting.filter((each) => each.account?.email);
  const mail = async () => {
    const asked = post('/users/invitations', { body: { userIds: mailed.map(({ id }) => id) } });
    if (!(await send(asked))) return;
    setRollout((await asked).rollout.id);
    include(false);
  };
  return (
    <section className="section">
      <p className="muted">{t.setup.invitationsHint}</p>
      {rolloutId && <RolloutProgress id={rolloutId} subject={t.people.username} ended={invited} />}
      {sheets.length > 0 ? (
        <Sheets sheets={sheets} />
      ) : never.length === 0 ? (
        <p>{t.setup.invitationsNone}</p>
      ) : (
        <>
          <ul className="desk-list">
            {never.map((each) => (
              <li key={each.id}>
                <span>
                  {each.name}{' '}
                  {isOut(each) && (
                    <span className="muted">
                      {t.people.invitedUntil} <Moment at={each.account!.invitedUntil!} />
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ul>
          {invitedAlready.length > 0 && (
            <FlagField
              label={t.setup.inviteAgain(invitedAlready.length)}
              hint={t.setup.inviteAgainHint}
              value={includes}
              change={include}
            />
          )}
          {problem && <Refusal problem={problem} />}
          <div className="row wrap">
            {mailed.length > 0 && (
              <button type="button" className="button primary" disabled={busy} onClick={() => void mail()}>
                {t.setup.mailAll(mailed.length)}
              </button>
            )}
            {waiting.length > 0 && (
              <button type="button" className="button" disabled={busy} onClick={() => void make()}>
                {t.setup.makeAll(waiting.length)}
              </button>
            )}
          </div>
        </>
      )}
    </section>
  );
}
