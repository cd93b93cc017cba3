import { Link, useSearchParams } from 'react-router';
import { get, type QueryOf } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { useDepartments, useZone } from '../base/session.js';
import { momentText } from '../base/time.js';
import type { CountedList } from '../contract.js';
import { CaseTitle } from '../parts/case-title.js';
import { HowMany } from '../parts/how-many.js';
import { Listed, TableHead, usePages } from '../parts/lists.js';
import { GradeMark, LateMark, Moment, Tag } from '../parts/marks.js';
import { OnPaper } from '../parts/on-paper.js';
import { owedText } from '../parts/owed.js';
import { WithPeek } from '../parts/peek.js';
import { Row } from '../parts/row.js';
import { useRowKeys } from '../parts/row-keys.js';
import { spaceOfRows, useRows } from '../parts/rows.js';
import { Empty } from '../parts/states.js';
import { TakeAway } from '../parts/take-away.js';
import { usePeek } from '../parts/use-peek.js';

type Line = CountedList['items'][number];

/** What the address asks for, by the names of the API, in words. */
function useSaid(address: URLSearchParams): string[] {
  const { t, language } = usePreferences();
  const { name } = useDepartments();
  const zone = useZone();
  const moment = (value: string) => (Number.isNaN(Date.parse(value)) ? value : momentText(value, zone, language));
  const word = (list: Record<string, string>) => (value: string) => list[value] ?? value;
  const says = {
    enteredFrom: (value: string) => t.list.chip.enteredFrom(moment(value)),
    enteredTo: (value: string) => t.list.chip.enteredTo(moment(value)),
    holder: (value: string) => `${t.list.holder}: ${name(value)}`,
    village: (value: string) => `${t.list.village}: ${name(value)}`,
    category: word(t.category),
    grade: word(t.grade),
    department: name,
  };
  return Object.entries(says).flatMap(([field, say]) => {
    const value = address.get(field);
    return value === null ? [] : [say(value)];
  });
}

/** What a number of the statistics counts that counts no cases: offers, visits and whatever else was owed. */
export default function CountedPage() {
  const { t } = usePreferences();
  const { name } = useDepartments();
  const [address] = useSearchParams();
  // An address is anybody's to write; what is missing or wrong is refused by the API.
  const { peek: _beside, ...sought } = Object.fromEntries(address);
  const asked = sought as unknown as QueryOf<'/statistics/counted'>;
  const key = ['counted', asked];
  const list = usePages(
    key,
    (cursor, signal) => get('/statistics/counted', { query: { ...asked, cursor, limit: cursor ? 200 : 50 }, signal }),
    false,
  );
  const { anchor, draw, place, total } = useRows<HTMLTableSectionElement>(list, 57);
  useRowKeys(anchor);
  const peek = usePeek();
  const said = useSaid(address);
  const title = t.statistics.counted[asked.measure] ?? t.statistics.title;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{title}</h1>
        <TakeAway table="statistics/counted" query={sought} />
        <Link className="button" to="/statistics">
          {t.statistics.title}
        </Link>
      </header>
      <p className="muted">{said.join(' · ')}</p>
      <OnPaper filters={said} list={list} />
      <HowMany
        list={list}
        queryKey={key}
        ask={async (signal) => [
          await get('/statistics/counted', { query: { ...asked, limit: 1, total: 'true' }, signal }),
        ]}
      />
      <Listed list={list} empty={<Empty title={t.statistics.countedNone} />}>
        <WithPeek peek={peek}>
          <table className="table cards long of-things" aria-rowcount={total}>
            <TableHead
              titles={[t.list.number, t.list.grade, t.list.titleColumn, t.statistics.owed, t.statistics.byDepartment]}
              numbers={[t.statistics.until, t.statistics.done]}
            />
            <tbody ref={anchor} data-rows={list.items.length}>
              {draw((index) => {
                const { dispute, ...each } = list.items[index]!;
                return (
                  <Row
                    key={index}
                    id={dispute.id}
                    peeked={dispute.id === peek.id}
                    place={{ ...place(index), 'aria-rowindex': index + 2 }}
                  >
                    <td className="number inline">{dispute.number}</td>
                    <td className="inline">
                      <GradeMark grade={dispute.grade} />
                    </td>
                    <th scope="row">
                      <CaseTitle dispute={dispute} />
                    </th>
                    <td className="inline">
                      <Tag>{owedText(each, t)}</Tag>
                    </td>
                    <td className="inline">{name(each.departmentId)}</td>
                    <td className="end" data-label={t.statistics.until}>
                      {each.lateAfter ? <Moment at={each.lateAfter} /> : '–'}
                    </td>
                    <td className="end" data-label={t.statistics.done}>
                      <Done of={each} />
                    </td>
                  </Row>
                );
              }, spaceOfRows)}
            </tbody>
          </table>
        </WithPeek>
      </Listed>
    </div>
  );
}

function Done({ of: { lateAfter, doneAt } }: { of: Pick<Line, 'lateAfter' | 'doneAt'> }) {
  if (!doneAt) return <span className="muted">–</span>;
  const moment = <Moment at={doneAt} />;
  return lateAfter && doneAt > lateAfter ? <LateMark>{moment}</LateMark> : moment;
}
