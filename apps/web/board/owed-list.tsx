import { useState } from 'react';
import type { OwedColumn } from '#domain/reading/board.js';
import { get, type QueryOf } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useWhileAlone } from '../base/live.js';
import { useDepartments } from '../base/session.js';
import type { Late, ObligationView, Owed } from '../contract.js';
import { CaseTitle } from '../parts/case-title.js';
import { Choose } from '../parts/choosing.js';
import { ExplanationDialog } from '../parts/explanation.js';
import { Listed, usePages } from '../parts/lists.js';
import { owedText } from '../parts/owed.js';
import { WithPeek } from '../parts/peek.js';
import { Row } from '../parts/row.js';
import { useRowKeys } from '../parts/row-keys.js';
import { spaceOfRows, useRows } from '../parts/rows.js';
import { SortHead, type Way } from '../parts/sorting.js';
import { usePeek } from '../parts/use-peek.js';
import { GradeMark, LateMark, Moment, Tag } from '../parts/marks.js';
import { ActButton, type Acts } from './acts.js';
import { LIVE_MS } from './columns.js';
import { Pressed, Urge } from './urge.js';

type OwedOrder = NonNullable<QueryOf<'/board/owed'>['sort']>;
const WAYS: Record<OwedOrder, Way> = { due: 'ascending', 'due-down': 'descending', grade: 'none' };

/** What a number of the board counts, each with why it is late. */
export function OwedList({
  column,
  department,
  first,
  count,
  showAll,
  act,
}: {
  column: OwedColumn;
  department: string;
  first: Late[];
  count: number;
  showAll: () => void;
  act: Acts;
}) {
  const t = useWording();
  const { name } = useDepartments();
  const [why, setWhy] = useState<ObligationView | null>(null);
  const [sort, setSort] = useState<OwedOrder>('due');
  const owed = usePages<Owed>(
    ['board', column, department, sort],
    (cursor, signal) => get('/board/owed', { query: { column, department, sort, cursor, limit: 100 }, signal }),
    useWhileAlone(LIVE_MS),
    {
      // The board brought the first of them: nothing jumps while the rest comes.
      ...(sort === 'due' && {
        first: first.filter((each) => !department || each.obligation.holder.departmentId === department),
      }),
      idOf: (each) => each.obligation.id,
      isAlike: ([, ...of]) => JSON.stringify(of.slice(0, 2)) === JSON.stringify([column, department]),
    },
  );
  const { anchor, draw, place, total } = useRows<HTMLTableSectionElement>(owed, 58);
  useRowKeys(anchor);
  const peek = usePeek();
  const { items } = owed;
  return (
    <section className="section" id="owed" aria-labelledby="owed-title">
      <div className="row wrap">
        <h2 id="owed-title" className="grow">
          {column === 'late' ? t.board.lateList : t.board.column[column]} <b className="count">{count}</b>
        </h2>
        {(department || column !== 'late') && (
          <span>
            {department && t.board.filtered(name(department))}{' '}
            <button type="button" className="link" onClick={showAll}>
              {t.board.showAll}
            </button>
          </span>
        )}
      </div>
      <Listed list={owed} empty={<p className="muted">{t.board.noLate}</p>}>
        <WithPeek peek={peek} framed={false}>
          <table className="table cards of-owed" aria-rowcount={total}>
            <thead>
              <tr>
                {act.may && <td />}
                <SortHead
                  title={t.list.grade}
                  way={sort === 'grade' ? 'descending' : 'none'}
                  press={() => setSort(sort === 'grade' ? 'due' : 'grade')}
                />
                <th scope="col">{t.list.titleColumn}</th>
                <th scope="col">{t.board.department}</th>
                <SortHead
                  title={t.list.due}
                  way={WAYS[sort]}
                  press={() => setSort(sort === 'due' ? 'due-down' : 'due')}
                />
                <th scope="col">{t.board.cause}</th>
                {act.may && <td />}
              </tr>
            </thead>
            <tbody ref={anchor} data-rows={items.length}>
              {draw((index) => {
                const { obligation, dispute, cause } = items[index]!;
                return (
                  <Row
                    key={obligation.id}
                    id={dispute.id}
                    peeked={dispute.id === peek.id}
                    place={{ ...place(index), 'aria-rowindex': index + 2 }}
                  >
                    {act.may && (
                      <td className="narrow inline">
                        <Choose of={act.rows} id={dispute.id} number={dispute.number} />
                      </td>
                    )}
                    <td className="inline">
                      <GradeMark grade={dispute.grade} />
                    </td>
                    <th scope="row">
                      <CaseTitle dispute={dispute} />
                      <br />
                      <span className="muted number">{dispute.number}</span> <Tag>{owedText(obligation, t)}</Tag>
                    </th>
                    <td className="inline">{name(obligation.holder.departmentId)}</td>
                    <td className="inline">
                      <button type="button" className="bare" title={t.dispute.why} onClick={() => setWhy(obligation)}>
                        <Due obligation={obligation} />
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
                  </Row>
                );
              }, spaceOfRows)}
            </tbody>
          </table>
        </WithPeek>
      </Listed>
      {why && <ExplanationDialog obligation={why} close={() => setWhy(null)} />}
    </section>
  );
}

function Due({ obligation: { dueAt, state } }: Pick<Owed, 'obligation'>) {
  const moment = <Moment at={dueAt} day />;
  return state === 'late' ? <LateMark>{moment}</LateMark> : moment;
}
