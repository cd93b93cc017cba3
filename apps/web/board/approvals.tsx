import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useWhileAlone } from '../base/live.js';
import { useDepartments } from '../base/session.js';
import { LateMark, Tag } from '../parts/marks.js';
import { ActButton, type Acts } from './acts.js';
import { CaseLine } from './case-line.js';
import { LIVE_MS } from './columns.js';

/** What waits for this person's own decision. */
export function Approvals({ act }: { act: Acts }) {
  const t = useWording();
  const { name } = useDepartments();
  const approvals = useQuery({
    queryKey: ['inbox', 'approve', 'board'],
    queryFn: ({ signal }) => get('/inbox', { query: { tab: 'approve', limit: 100 }, signal }),
    refetchInterval: useWhileAlone(LIVE_MS),
    enabled: act.may,
  });
  const items = approvals.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="section" id="approvals">
      <h2>
        {t.board.approvals} <b className="count">{`${items.length}${approvals.data?.next ? '+' : ''}`}</b>
      </h2>
      <ul className="desk-list">
        {items.map(({ obligation, dispute, remaining, state }) => (
          <li key={obligation.id}>
            <CaseLine dispute={dispute}>
              <Tag>{t.kind[obligation.kind]}</Tag>
              <span className="muted">{name(obligation.holder.departmentId)}</span>
              {state === 'late' ? <LateMark>{remaining.text}</LateMark> : <span>{remaining.text}</span>}
            </CaseLine>
            {obligation.kind === 'decide-extension' ? (
              <ActButton
                act={act}
                number={dispute.number}
                open={{
                  id: dispute.id,
                  verb: 'decide-extension',
                  ...(obligation.subjectId !== undefined && { subject: { subjectId: obligation.subjectId } }),
                }}
              >
                {t.verb['decide-extension']}
              </ActButton>
            ) : (
              <Link className="button" to={`/disputes/${dispute.id}`}>
                {t.inbox.open}
                <span className="visually-hidden"> {dispute.number}</span>
              </Link>
            )}
          </li>
        ))}
      </ul>
      {approvals.data?.next && <Link to="/inbox?tab=approve">{t.desk.all}</Link>}
    </section>
  );
}
