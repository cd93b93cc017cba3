import { Link, useSearchParams } from 'react-router';
import { useAddress } from '../base/address.js';
import { get, type QueryOf } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useWhileAlone } from '../base/live.js';
import { useMay } from '../base/session.js';
import { HowMany } from '../parts/how-many.js';
import { Listed, usePages } from '../parts/lists.js';
import { OnPaper } from '../parts/on-paper.js';
import { WithPeek } from '../parts/peek.js';
import { spaceOfRows, useRows } from '../parts/rows.js';
import { Row } from '../parts/row.js';
import { useRowKeys } from '../parts/row-keys.js';
import { Empty } from '../parts/states.js';
import { TakeAway } from '../parts/take-away.js';
import { usePeek } from '../parts/use-peek.js';
import { Cells } from './cells.js';
import { Chips, useSaid } from './chips.js';
import { FilterBar } from './filter-bar.js';
import { FILTERS, SORTS, type Filter } from './filters.js';
import { Head } from './head.js';
import { MoveAll, MoveCases, useMovable } from './move-cases.js';
import { SavedFilters } from './saved-filters.js';

/** What one looks at first comes first and alone; whoever goes on gets more at once. */
const FIRST_ROWS = 50;
const MORE_ROWS = 200;
const ALONE_MS = 30_000;

export default function DisputeList({ rehearsals = false }: { rehearsals?: boolean }) {
  const t = useWording();
  const may = useMay();
  const [address, change] = useAddress();
  const [, begin] = useSearchParams();
  const filter: Filter = Object.fromEntries(FILTERS.map((name) => [name, address.get(name) ?? undefined]));
  const isFiltered = FILTERS.some((name) => filter[name]);
  // Whose number of the board it is goes with the number.
  const set = (name: string, value: string) => change({ [name]: value, ...(name === 'board' && { department: null }) });
  const shown = { ...filter, ...(rehearsals && { rehearsal: 'true' }) };
  const sort = SORTS.find((each) => each === address.get('sort'));
  const alone = useWhileAlone(ALONE_MS);
  // An address is anybody's to write; what is no filter is refused by the API.
  const asked = shown as QueryOf<'/disputes'>;
  const list = usePages(
    ['disputes', rehearsals, filter, sort],
    (cursor, signal) => {
      const limit = cursor ? MORE_ROWS : FIRST_ROWS;
      return get('/disputes', { query: { ...asked, sort, cursor, limit }, signal });
    },
    // The stream tells nothing of rehearsals.
    rehearsals ? ALONE_MS : alone,
    {
      idOf: (each) => each.id,
      // Who sorts from the keyboard keeps the head that they are on.
      isAlike: ([, of, by]) => JSON.stringify([of, by]) === JSON.stringify([rehearsals, filter]),
    },
  );
  const { anchor, draw, place, total } = useRows<HTMLTableSectionElement>(list, 57);
  useRowKeys(anchor);
  const filters = useSaid(filter);
  const peek = usePeek();
  const movable = useMovable();

  return (
    <div className="page">
      <header className="page-head">
        <h1>{rehearsals ? t.list.rehearsals : t.list.title}</h1>
        <TakeAway table="disputes" query={shown} />
        {may('dispute.register') && (
          <Link className="button primary" to={rehearsals ? '/desk/new?rehearsal=true' : '/desk/new'}>
            {t.desk.new}
          </Link>
        )}
      </header>
      <OnPaper filters={filters} list={list} />
      <FilterBar filter={filter} sort={sort} set={set} clear={isFiltered ? () => begin({}) : null} />
      <Chips filter={filter} set={set} />
      {!rehearsals && (
        <SavedFilters
          filter={Object.fromEntries(
            Object.entries(filter).filter((each): each is [string, string] => each[0] !== 'q' && each[1] !== undefined),
          )}
          choose={(saved) => begin(saved)}
        />
      )}
      <Listed
        list={list}
        empty={
          rehearsals && !isFiltered ? (
            <Empty title={t.list.rehearsalsEmpty} hint={t.list.rehearsalsHint} />
          ) : (
            <Empty title={t.list.empty} hint={t.list.emptyHint} />
          )
        }
      >
        <HowMany
          list={list}
          queryKey={['disputes', rehearsals, filter]}
          ask={async (signal) => [await get('/disputes', { query: { ...asked, limit: 1, total: 'true' }, signal })]}
        />
        {!rehearsals && <MoveAll movable={movable} />}
        <WithPeek peek={peek}>
          <table className="table cards long of-cases" aria-rowcount={total}>
            <Head sort={sort} choose={(each) => set('sort', each)} />
            <tbody ref={anchor} data-rows={list.items.length}>
              {draw((index) => {
                const each = list.items[index]!;
                return (
                  <Row
                    key={each.id}
                    id={each.id}
                    peeked={each.id === peek.id}
                    place={{ ...place(index), 'aria-rowindex': index + 2 }}
                  >
                    <Cells dispute={each} movable={movable} />
                  </Row>
                );
              }, spaceOfRows)}
            </tbody>
          </table>
        </WithPeek>
      </Listed>
      {!rehearsals && <MoveCases movable={movable} />}
    </div>
  );
}
