import { useState, type FormEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { get, newKey, post, queryOf } from '../api.js';
import type { Late, Limit } from '../contract.js';
import { VerbDialog } from '../dispute/verb-dialog.js';
import { useWording } from '../language.js';
import { Dialog } from '../parts/dialog.js';
import { DurationField, TextField } from '../parts/fields.js';
import { Listed, spaceOfRows, TableHead, usePages, useRows } from '../parts/lists.js';
import { GradeMark, LateMark, Moment, Tag } from '../parts/marks.js';
import { useSay } from '../parts/say.js';
import { Failed, Skeleton } from '../parts/states.js';
import { useAfterCommand } from '../send.js';
import { useDepartments, useUser } from '../session.js';

const LIVE_MS = 20_000;
const COLUMNS = ['open', 'dueToday', 'late', 'returned', 'lapsed', 'bouncing', 'visitsDue', 'visitsLate'] as const;
type Column = (typeof COLUMNS)[number];

/** Departments by what they owe; behind every number its list; acts without leaving it. */
export default function Board() {
  const t = useWording();
  const { name } = useDepartments();
  const [address, setAddress] = useSearchParams();
  const department = address.get('department') ?? '';
  const board = useQuery({
    queryKey: ['board'],
    queryFn: ({ signal }) => get('/board', { signal }),
    refetchInterval: LIVE_MS,
  });
  if (board.isPending) return <Skeleton rows={8} />;
  if (!board.data) return <Failed error={board.error} retry={() => void board.refetch()} />;
  const { departments, orphaned, alarms } = board.data;
  const total = (column: Column) => departments.reduce((sum, each) => sum + each[column], 0);
  const only = (id: string) => setAddress(id ? { department: id } : {}, { replace: true });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.board.title}</h1>
        <span className="muted" title={t.board.orphanedHint}>
          {t.board.orphaned} <b>{orphaned}</b>
        </span>
      </header>
      <div className="stack">
        {alarms.map((each) => (
          <p key={each.year} className="past-line">
            {t.board.unpublished(each.year, each.obligations)}
          </p>
        ))}
        <div className="panel scroll">
          <table className="table board-table tiles">
            <TableHead titles={[t.board.department]} numbers={COLUMNS.map((column) => t.board.column[column])} />
            <tbody>
              {departments.map((each) => (
                <tr key={each.departmentId}>
                  <th scope="row">{name(each.departmentId)}</th>
                  {COLUMNS.map((column) => (
                    <td key={column} className="end" data-label={t.board.column[column]}>
                      <Number value={each[column]} column={column} department={each.departmentId} only={only} />
                    </td>
                  ))}
                </tr>
              ))}
              <tr>
                <th scope="row">{t.board.total}</th>
                {COLUMNS.map((column) => (
                  <td key={column} className="end" data-label={t.board.column[column]}>
                    <b className="zero">{total(column)}</b>
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
        </div>
        <LateList
          department={department}
          first={board.data.late}
          count={department ? (departments.find((each) => each.departmentId === department)?.late ?? 0) : total('late')}
          showAll={() => only('')}
        />
        <Offers />
        <Bouncing />
      </div>
    </div>
  );
}

/** A number and the way to what it counts: late obligations stand below, everything else is a list of disputes. */
function Number({
  value,
  column,
  department,
  only,
}: {
  value: number;
  column: Column;
  department: string;
  only: (department: string) => void;
}) {
  const t = useWording();
  const { name } = useDepartments();
  if (value === 0) return <span className="zero">0</span>;
  const label = `${name(department)} · ${t.board.column[column]}: ${value}`;
  return column === 'late' ? (
    <a
      href="#late"
      className="number-link"
      aria-label={label}
      onClick={(event) => {
        event.preventDefault();
        only(department);
        document.getElementById('late')?.scrollIntoView({ block: 'start' });
      }}
    >
      {value}
    </a>
  ) : (
    <Link to={`/disputes${queryOf({ board: column, department })}`} className="number-link" aria-label={label}>
      {value}
    </Link>
  );
}

function LateList({
  department,
  first,
  count,
  showAll,
}: {
  department: string;
  first: Late[];
  count: number;
  showAll: () => void;
}) {
  const t = useWording();
  const { name } = useDepartments();
  const { roles } = useUser();
  const late = usePages<Late>(
    ['board', 'late', department],
    (cursor, signal) => get('/board/late', { query: { department, cursor, limit: 100 }, signal }),
    LIVE_MS,
    // The board brought the first of them: nothing jumps while the rest comes.
    first.filter((each) => !department || each.obligation.holder.departmentId === department),
  );
  const { anchor, draw, place, total } = useRows<HTMLTableSectionElement>(late, 58);
  const [chosen, setChosen] = useState<string[]>([]);
  const [ordering, setOrdering] = useState<string | null>(null);
  const [bulk, setBulk] = useState(false);
  const mayOrder = roles.includes('supervisor');
  const { items } = late;
  const toggle = (id: string, on: boolean) =>
    setChosen((before) => (on ? [...before, id] : before.filter((each) => each !== id)));
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
            <tbody ref={anchor}>
              {draw((index) => {
                const { obligation, dispute, cause } = items[index]!;
                return (
                  <tr key={obligation.id} {...place(index)} aria-rowindex={index + 1}>
                    {mayOrder && (
                      <td className="narrow inline">
                        <input
                          type="checkbox"
                          aria-label={`${t.board.select} ${dispute.number}`}
                          checked={chosen.includes(dispute.id)}
                          onChange={(event) => toggle(dispute.id, event.target.checked)}
                        />
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
                      <LateMark>
                        <Moment at={obligation.dueAt} day />
                      </LateMark>
                    </td>
                    <td>{cause}</td>
                    {mayOrder && (
                      <td className="end">
                        <button type="button" className="button" onClick={() => setOrdering(dispute.id)}>
                          {t.board.urge}
                          <span className="visually-hidden"> {dispute.number}</span>
                        </button>
                      </td>
                    )}
                  </tr>
                );
              }, spaceOfRows)}
            </tbody>
          </table>
        </div>
      </Listed>
      {chosen.length > 1 && (
        <div className="bulk">
          <span className="grow">{t.board.chosen(chosen.length)}</span>
          <button type="button" className="button primary" onClick={() => setBulk(true)}>
            {t.board.bulk}
          </button>
        </div>
      )}
      {ordering && <VerbDialog id={ordering} verb="supervise" close={() => setOrdering(null)} />}
      {bulk && (
        <BulkOrder
          ids={[...new Set(chosen)]}
          close={(finished) => {
            setBulk(false);
            if (finished) setChosen([]);
          }}
        />
      )}
    </section>
  );
}

/** One demand for several cases; each is a command of its own, and each answer is its own. */
function BulkOrder({ ids, close }: { ids: string[]; close: (finished: boolean) => void }) {
  const t = useWording();
  const say = useSay();
  const after = useAfterCommand();
  const [demand, setDemand] = useState('');
  const [answerWithin, setAnswerWithin] = useState<Limit>({ amount: 2, unit: 'workingDays' });
  const [busy, setBusy] = useState(false);
  const [keys] = useState(() => new Map(ids.map((id) => [id, newKey()])));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!demand.trim()) return;
    setBusy(true);
    let failed = 0;
    for (const id of ids) {
      try {
        after(
          await post('/disputes/{id}/supervise', { path: { id }, body: { demand, answerWithin }, key: keys.get(id)! }),
        );
      } catch {
        failed++;
      }
    }
    setBusy(false);
    say(t.board.bulkDone(ids.length - failed, failed));
    close(failed === 0);
  };
  return (
    <Dialog title={`${t.board.bulk} (${ids.length})`} close={() => close(false)}>
      <form onSubmit={(event) => void submit(event)}>
        <TextField label={t.field.demand!} value={demand} change={setDemand} />
        <DurationField label={t.field.answerWithin!} value={answerWithin} change={setAnswerWithin} />
        <button type="submit" className="button primary" disabled={busy || !demand.trim()}>
          {busy ? t.form.sending : t.board.bulk}
        </button>
      </form>
    </Dialog>
  );
}

function Offers() {
  const t = useWording();
  const { name } = useDepartments();
  const offers = useQuery({
    queryKey: ['disputes', 'circulating'],
    queryFn: ({ signal }) => get('/disputes', { query: { status: 'circulating', limit: 100 }, signal }),
    refetchInterval: LIVE_MS,
  });
  const items = offers.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="section">
      <h2>
        {t.board.offers} <b className="count">{items.length}</b>
      </h2>
      <ul className="desk-list">
        {items.map((each) => (
          <li key={each.id}>
            <p>
              <GradeMark grade={each.grade} />
              <span className="muted number">{each.number}</span>
              <Link to={`/disputes/${each.id}`} className="list-title">
                {each.title ?? t.dispute.erased}
              </Link>
              <span className="muted">{name(each.holder)}</span>
            </p>
            <span>
              {each.late > 0 && <LateMark>{t.list.lateCount(each.late)}</LateMark>}{' '}
              {each.nextDueAt && <Moment at={each.nextDueAt} now={each.now} />}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Bouncing() {
  const t = useWording();
  const { name } = useDepartments();
  const bouncing = useQuery({
    queryKey: ['board', 'bouncing'],
    queryFn: ({ signal }) => get('/board/bouncing', { signal }),
    refetchInterval: LIVE_MS * 2,
  });
  const items = bouncing.data?.items ?? [];
  return (
    <section className="section" id="bouncing">
      <h2>
        {t.board.bouncingList} <b className="count">{items.length}</b>
      </h2>
      {items.length === 0 ? (
        <p className="muted">{t.board.noBouncing}</p>
      ) : (
        <ul className="desk-list">
          {items.map(({ dispute, loop }) => (
            <li key={dispute.id}>
              <p>
                <GradeMark grade={dispute.grade} />
                <span className="muted number">{dispute.number}</span>
                <Link to={`/disputes/${dispute.id}`} className="list-title">
                  {dispute.title ?? t.dispute.erased}
                </Link>
              </p>
              <p className="loop" aria-label={t.board.loop}>
                {loop.map((each, n) => (
                  <span key={n}>
                    {n > 0 && <span aria-hidden="true"> → </span>}
                    {name(each)}
                  </span>
                ))}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
