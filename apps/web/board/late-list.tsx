import { type ComponentProps, type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useChanged } from '../base/live.js';
import { useWhileAlone } from '../base/live.js';
import { useDepartments } from '../base/session.js';
import type { Late, ObligationView } from '../contract.js';
import { ExplanationDialog } from '../parts/explanation.js';
import { Listed, usePages } from '../parts/lists.js';
import { spaceOfRows, useRows } from '../parts/rows.js';
import { GradeMark, LateMark, Moment, Tag } from '../parts/marks.js';
import { ActButton, type Acts, Choose } from './acts.js';
import { LIVE_MS } from './columns.js';
import { Pressed, Urge } from './urge.js';

export function LateList({
  department,
  first,
  count,
  showAll,
  act,
}: {
  department: string;
  first: Late[];
  count: number;
  showAll: () => void;
  act: Acts;
}) {
  const t = useWording();
  const { name } = useDepartments();
  const [why, setWhy] = useState<ObligationView | null>(null);
  const late = usePages<Late>(
    ['board', 'late', department],
    (cursor, signal) => get('/board/late', { query: { department, cursor, limit: 100 }, signal }),
    useWhileAlone(LIVE_MS),
    {
      // The board brought the first of them: nothing jumps while the rest comes.
      first: first.filter((each) => !department || each.obligation.holder.departmentId === department),
      idOf: (each) => each.obligation.id,
    },
  );
  const { anchor, draw, place, total } = useRows<HTMLTableSectionElement>(late, 58);
  const { items } = late;
  return (
    <section className="section" id="late" aria-labelledby="late-title">
      <div className="row wrap">
        <h2 id="late-title" className="grow">
          {t.board.lateList} <b className="count">{count}</b>
        </h2>
        {department && (
          <span>
            {t.board.filtered(name(department))}{' '}
            <button type="button" className="link" onClick={showAll}>
              {t.board.showAll}
            </button>
          </span>
        )}
      </div>
      <Listed list={late} empty={<p className="muted">{t.board.noLate}</p>}>
        <div className="scroll">
          <table className="table cards" aria-rowcount={total}>
            <tbody ref={anchor} data-rows={items.length}>
              {draw((index) => {
                const { obligation, dispute, cause } = items[index]!;
                return (
                  <ChangedRow
                    key={obligation.id}
                    id={dispute.id}
                    place={{ ...place(index), 'aria-rowindex': index + 1 }}
                  >
                    {act.may && (
                      <td className="narrow inline">
                        <Choose act={act} id={dispute.id} number={dispute.number} />
                      </td>
                    )}
                    <td className="inline">
                      <GradeMark grade={dispute.grade} />
                    </td>
                    <th scope="row">
                      <Link to={`/disputes/${dispute.id}`} className="list-title">
                        {dispute.title ?? t.dispute.erased}
                      </Link>
                      <br />
                      <span className="muted number">{dispute.number}</span>{' '}
                      <Tag>
                        {t.kind[obligation.kind]}
                        {obligation.n !== undefined && ` ${obligation.n}`}
                      </Tag>
                    </th>
                    <td className="inline">{name(obligation.holder.departmentId)}</td>
                    <td className="inline">
                      <button type="button" className="bare" title={t.dispute.why} onClick={() => setWhy(obligation)}>
                        <LateMark>
                          <Moment at={obligation.dueAt} day />
                        </LateMark>
                      </button>
                    </td>
                    <td>
                      {cause}
                      <Pressed urgedAt={obligation.urgedAt} orderDueAt={dispute.orderDueAt} />
                    </td>
                    {act.may && (
                      <td className="end">
                        <span className="row wrap">
                          <Urge act={act} id={dispute.id} number={dispute.number} obligationId={obligation.id} />
                          <ActButton act={act} open={{ id: dispute.id, verb: 'supervise' }} number={dispute.number}>
                            {t.verb.supervise}
                          </ActButton>
                        </span>
                      </td>
                    )}
                  </ChangedRow>
                );
              }, spaceOfRows)}
            </tbody>
          </table>
        </div>
      </Listed>
      {why && <ExplanationDialog obligation={why} close={() => setWhy(null)} />}
    </section>
  );
}

function ChangedRow({ id, place, children }: { id: string; place: ComponentProps<'tr'>; children: ReactNode }) {
  const changed = useChanged(id);
  return (
    <tr {...place} className={changed ? 'changed' : undefined}>
      {children}
    </tr>
  );
}
