import { Link, useSearchParams } from 'react-router';
import { get, queryOf, type QueryOf } from '../base/api.js';
import { usePreferences, useWording } from '../base/language.js';
import { useChanged } from '../base/live.js';
import { useDepartments, useMay, useZone } from '../base/session.js';
import { momentText } from '../base/time.js';
import { Listed, spaceOfRows, TableHead, usePages, useRows } from '../parts/lists.js';
import { GradeMark, LateMark, Moment, StatusMark } from '../parts/marks.js';
import { Pick } from '../parts/pick.js';
import { useRowKeys } from '../parts/row-keys.js';
import { Empty } from '../parts/states.js';
import { CHIPS, FILTERS, SORTS } from './filters.js';
import { SavedFilters } from './saved-filters.js';
import { Search } from './search.js';

/** What one looks at first comes first and alone; whoever goes on gets more at once. */
const FIRST_ROWS = 50;
const MORE_ROWS = 200;

export default function DisputeList({ rehearsals = false }: { rehearsals?: boolean }) {
  const t = useWording();
  const may = useMay();
  const departments = useDepartments();
  const [address, setAddress] = useSearchParams();
  const filter = Object.fromEntries(FILTERS.map((name) => [name, address.get(name) ?? undefined]));
  const isFiltered = FILTERS.some((name) => filter[name]);
  const set = (name: string, value: string) =>
    setAddress(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        // Whose number of the board it is goes with the number.
        if (name === 'board') before.delete('department');
        return before;
      },
      { replace: true },
    );
  const shown = { ...filter, ...(rehearsals && { rehearsal: 'true' }) };
  const sort = SORTS.find((each) => each === address.get('sort'));
  const list = usePages(
    ['disputes', rehearsals, filter, sort],
    (cursor, signal) => {
      const limit = cursor ? MORE_ROWS : FIRST_ROWS;
      // An address is anybody's to write; what is no filter is refused by the API.
      return get('/disputes', { query: { ...(shown as QueryOf<'/disputes'>), sort, cursor, limit }, signal });
    },
    30_000,
    { idOf: (each) => each.id },
  );
  const { anchor, draw, place, total } = useRows<HTMLTableSectionElement>(list, 57);
  useRowKeys(anchor);
  const zone = useZone();
  const { language, listed } = usePreferences();
  // An address is anybody's to write; what is no moment is refused by the API, not by a white page.
  const momentSaid = (value: string) => (Number.isNaN(Date.parse(value)) ? value : momentText(value, zone, language));
  const chips = CHIPS.flatMap((name) => {
    // A department alone asks for its open cases.
    const value = filter[name] ?? (name === 'board' && filter.department ? 'open' : undefined);
    if (!value) return [];
    const said =
      name === 'desk' || name === 'village'
        ? departments.name(value)
        : name === 'enteredFrom' || name === 'enteredTo'
          ? momentSaid(value)
          : name === 'lateFor'
            ? (t.kind[value as keyof typeof t.kind] ?? value)
            : name === 'board'
              ? `${t.board.column[value as keyof typeof t.board.column] ?? value} · ${filter.department ? departments.name(filter.department) : t.board.total}`
              : value;
    return [{ name, says: t.list.chip[name](said) }];
  });
  const sheet = `/api/v1/disputes.csv${queryOf(shown)}`;

  return (
    <div className="page">
      <header className="page-head">
        <h1>{rehearsals ? t.list.rehearsals : t.list.title}</h1>
        <a className="button" href={sheet} download>
          {t.list.export}
        </a>
        {may('dispute.register') && (
          <Link className="button primary" to={rehearsals ? '/desk/new?rehearsal=true' : '/desk/new'}>
            {t.desk.new}
          </Link>
        )}
      </header>
      <Search value={filter.q ?? ''} search={(q) => set('q', q)}>
        <Pick label={t.list.status} value={filter.status} words={t.status} choose={(value) => set('status', value)} />
        <Pick label={t.list.grade} value={filter.grade} words={t.grade} choose={(value) => set('grade', value)} />
        <Pick
          label={t.list.category}
          value={filter.category}
          words={t.category}
          choose={(value) => set('category', value)}
        />
        <Pick
          label={t.list.holder}
          value={filter.holder}
          words={Object.fromEntries(departments.offices.map((each) => [each.id, departments.name(each.id)]))}
          choose={(value) => set('holder', value)}
        />
        <Pick
          label={t.list.sort}
          all={t.list.newest}
          value={sort}
          words={t.list.sorts}
          choose={(value) => set('sort', value)}
        />
        <label className="check small">
          <input
            type="checkbox"
            checked={filter.late === 'true'}
            onChange={(event) => set('late', event.target.checked ? 'true' : '')}
          />
          <span>{t.list.late}</span>
        </label>
        {isFiltered && (
          <button type="button" className="button quiet" onClick={() => setAddress({})}>
            {t.list.clear}
          </button>
        )}
      </Search>
      {chips.length > 0 && (
        <div className="row wrap saved-filters" role="group" aria-label={t.list.filter}>
          {chips.map(({ name, says }) => (
            <button
              key={name}
              type="button"
              className="button small"
              aria-label={t.list.without(says)}
              onClick={() => set(name, '')}
            >
              {says} ×
            </button>
          ))}
        </div>
      )}
      {!rehearsals && (
        <SavedFilters
          filter={Object.fromEntries(
            Object.entries(filter).filter((each): each is [string, string] => each[0] !== 'q' && each[1] !== undefined),
          )}
          choose={(saved) => setAddress(saved)}
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
        <div className="panel scroll">
          <table className="table cards long" aria-rowcount={total}>
            <TableHead
              titles={[t.list.number, t.list.grade, t.list.titleColumn, t.list.status, t.list.holder]}
              numbers={[t.list.due]}
            />
            <tbody ref={anchor} data-rows={list.items.length}>
              {draw((index) => {
                const each = list.items[index]!;
                return (
                  <Row key={each.id} id={each.id} place={{ ...place(index), 'aria-rowindex': index + 2 }}>
                    <td className="number inline">{each.number}</td>
                    <td className="inline">
                      <GradeMark grade={each.grade} />
                    </td>
                    <th scope="row">
                      <Link to={`/disputes/${each.id}`} className="list-title">
                        {each.title ?? t.dispute.erased}
                      </Link>
                      <br />
                      <span className="muted">
                        {t.category[each.category]} · {departments.name(each.place.village)}
                      </span>
                    </th>
                    <td className="inline">
                      <StatusMark status={each.status} />
                    </td>
                    <td className="inline">
                      {departments.name(each.holder)}
                      {each.offeredTo.length > 0 && (
                        <span className="muted"> → {listed(each.offeredTo.map(departments.name))}</span>
                      )}
                    </td>
                    <td className="end" data-label={each.nextDueAt ? t.list.due : ''}>
                      {each.late > 0 && <LateMark>{t.list.lateCount(each.late)}</LateMark>}{' '}
                      {each.nextDueAt ? (
                        <Moment at={each.nextDueAt} now={each.now} />
                      ) : (
                        <span className="muted">–</span>
                      )}
                    </td>
                  </Row>
                );
              }, spaceOfRows)}
            </tbody>
          </table>
        </div>
      </Listed>
    </div>
  );
}

function Row({ id, place, children }: { id: string; place: React.ComponentProps<'tr'>; children: React.ReactNode }) {
  const changed = useChanged(id);
  return (
    <tr {...place} tabIndex={-1} data-row={`/disputes/${id}`} className={changed ? 'changed' : undefined}>
      {children}
    </tr>
  );
}
