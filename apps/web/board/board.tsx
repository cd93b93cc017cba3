import { type ComponentProps, type FormEvent, type ReactNode, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { get, newKey, post, Problem, queryOf } from '../base/api.js';
import { useDispute } from '../base/dispute.js';
import { usePreferences, useWording } from '../base/language.js';
import { useChanged } from '../base/live.js';
import { useSay } from '../base/say.js';
import { useAfterCommand } from '../base/send.js';
import { useDepartments, useMay } from '../base/session.js';
import type { DisputeSummary, Late, Limit, ObligationView, Verb } from '../contract.js';
import { Dialog } from '../parts/dialog.js';
import { useDraft } from '../parts/draft.js';
import { ExplanationDialog } from '../parts/explanation.js';
import { DurationField, TextField } from '../parts/fields.js';
import { Listed, spaceOfRows, TableHead, usePages, useRows } from '../parts/lists.js';
import { GradeMark, LateMark, Moment, Tag } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';
import { VerbDialog } from '../verbs/verb-dialog.js';
import type { Subject } from '../verbs/verbs.js';

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
  const act = useActs();
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
        {board.isError && <p className="stale">{t.state.stale}</p>}
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
                    <Number value={total(column)} column={column} department="" only={only} />
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
          act={act}
        />
        <Approvals act={act} />
        <Offers act={act} />
        <Bouncing act={act} />
      </div>
      {act.chosen.length > 1 && (
        <div className="bulk">
          <span className="grow">{t.board.chosen(act.chosen.length)}</span>
          <button type="button" className="button primary" onClick={() => act.setBulk(true)}>
            {t.board.bulk}
          </button>
        </div>
      )}
      {act.open && (
        <VerbDialog
          id={act.open.id}
          verb={act.open.verb}
          {...(act.open.subject && { subject: act.open.subject })}
          close={() => act.setOpen(null)}
        />
      )}
      {act.bulk && <BulkOrder ids={act.chosen} done={act.drop} close={() => act.setBulk(false)} />}
    </div>
  );
}

type Open = { id: string; verb: Verb; subject?: Subject } | null;

/** What is done from the board without leaving it: one act on one row, or one order for several rows of any list. */
function useActs() {
  const may = useMay();
  const [open, setOpen] = useState<Open>(null);
  const [bulk, setBulk] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  return {
    may: may('dispute.supervise'),
    open,
    setOpen,
    bulk,
    setBulk,
    chosen,
    choose: (id: string, on: boolean) =>
      setChosen((before) => (on ? [...new Set([...before, id])] : before.filter((each) => each !== id))),
    drop: (ids: string[]) => setChosen((before) => before.filter((each) => !ids.includes(each))),
  };
}
type Acts = ReturnType<typeof useActs>;

function Choose({ act, id, number }: { act: Acts; id: string; number: string }) {
  const t = useWording();
  return (
    <input
      type="checkbox"
      aria-label={`${t.board.select} ${number}`}
      checked={act.chosen.includes(id)}
      onChange={(event) => act.choose(id, event.target.checked)}
    />
  );
}

function ActButton({ act, open, number, children }: { act: Acts; open: Open; number: string; children: ReactNode }) {
  return (
    <button type="button" className="button" onClick={() => act.setOpen(open)}>
      {children}
      <span className="visually-hidden"> {number}</span>
    </button>
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
  const label = `${department ? name(department) : t.board.total} · ${t.board.column[column]}: ${value}`;
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
    LIVE_MS,
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
                    <td>{cause}</td>
                    {act.may && (
                      <td className="end">
                        <ActButton act={act} open={{ id: dispute.id, verb: 'supervise' }} number={dispute.number}>
                          {t.board.urge}
                        </ActButton>
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

/** One demand for several cases; each is a command of its own, and each answer is its own. */
function BulkOrder({ ids, done, close }: { ids: string[]; done: (ids: string[]) => void; close: () => void }) {
  const t = useWording();
  const say = useSay();
  const after = useAfterCommand();
  const draft = useDraft<{ demand: string; answerWithin: Limit }>('supervise', {
    demand: '',
    answerWithin: { amount: 2, unit: 'workingDays' },
  });
  const { demand, answerWithin } = draft.value;
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ id: string; says: string }[]>([]);
  const [keys] = useState(() => new Map(ids.map((id) => [id, newKey()])));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!demand.trim()) return;
    setBusy(true);
    const failed: typeof refused = [];
    const taken: string[] = [];
    for (const id of ids) {
      try {
        after(
          await post('/disputes/{id}/supervise', { path: { id }, body: { demand, answerWithin }, key: keys.get(id)! }),
        );
        taken.push(id);
      } catch (error) {
        const { title, detail } = error instanceof Problem ? error.body : { title: t.state.offline, detail: '' };
        failed.push({ id, says: detail || title });
      }
    }
    setBusy(false);
    setRefused(failed);
    say(t.board.bulkDone(taken.length, failed.length));
    done(taken);
    if (failed.length > 0) return;
    draft.clear();
    close();
  };
  return (
    <Dialog title={`${t.board.bulk} (${ids.length})`} close={close}>
      <form onSubmit={(event) => void submit(event)}>
        <TextField label={t.field.demand!} value={demand} change={(words) => draft.change({ demand: words })} />
        <DurationField
          label={t.field.answerWithin!}
          value={answerWithin}
          change={(limit) => draft.change({ answerWithin: limit })}
        />
        {refused.length > 0 && (
          <div className="refusal" role="alert">
            <p className="refusal-title">{t.board.notSent}</p>
            {refused.map(({ id, says }) => (
              <p key={id}>
                <DisputeNumber id={id} /> {says}
              </p>
            ))}
          </div>
        )}
        <button type="submit" className="button primary" disabled={busy || !demand.trim()}>
          {busy ? t.form.sending : t.board.bulk}
        </button>
      </form>
    </Dialog>
  );
}

function DisputeNumber({ id }: { id: string }) {
  const { data } = useDispute(id);
  return <Link to={`/disputes/${id}`}>{data?.number ?? id.slice(0, 8)}</Link>;
}

/** What waits for this person's own decision. */
function Approvals({ act }: { act: Acts }) {
  const t = useWording();
  const { name } = useDepartments();
  const approvals = useQuery({
    queryKey: ['inbox', 'approve', 'board'],
    queryFn: ({ signal }) => get('/inbox', { query: { tab: 'approve', limit: 100 }, signal }),
    refetchInterval: LIVE_MS,
    enabled: act.may,
  });
  const items = approvals.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="section" id="approvals">
      <h2>
        {t.board.approvals} <b className="count">{items.length}</b>
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
    </section>
  );
}

function CaseLine({
  dispute,
  act,
  children,
}: {
  dispute: Pick<DisputeSummary, 'id' | 'number' | 'title' | 'grade'>;
  /** Where several can be chosen for one order. */
  act?: Acts;
  children?: ReactNode;
}) {
  const t = useWording();
  return (
    <p>
      {act?.may && <Choose act={act} id={dispute.id} number={dispute.number} />}
      <GradeMark grade={dispute.grade} />
      <span className="muted number">{dispute.number}</span>
      <Link to={`/disputes/${dispute.id}`} className="list-title">
        {dispute.title ?? t.dispute.erased}
      </Link>
      {children}
    </p>
  );
}

/** An offer can be pressed for an answer; a case that is offered to nobody can be given to a department by name. */
function Levers({ act, dispute }: { act: Acts; dispute: DisputeSummary }) {
  const t = useWording();
  if (!act.may) return null;
  const mayBeNamed =
    dispute.status === 'circulating' && dispute.offeredTo.length === 0 && dispute.returnedBy.length === 0;
  return (
    <span className="row">
      {mayBeNamed && (
        <ActButton
          act={act}
          number={dispute.number}
          open={{ id: dispute.id, verb: 'transfer', subject: { designated: true } }}
        >
          {t.board.designate}
        </ActButton>
      )}
      <ActButton act={act} number={dispute.number} open={{ id: dispute.id, verb: 'supervise' }}>
        {t.board.urge}
      </ActButton>
    </span>
  );
}

function Offers({ act }: { act: Acts }) {
  const t = useWording();
  const { listed } = usePreferences();
  const { name } = useDepartments();
  const circulating = useQuery({
    queryKey: ['disputes', 'circulating'],
    queryFn: ({ signal }) => get('/disputes', { query: { status: 'circulating', limit: 100 }, signal }),
    refetchInterval: LIVE_MS,
  });
  const items = circulating.data?.items ?? [];
  const lines = (title: string, empty: string | null, id: string, disputes: DisputeSummary[]) =>
    (disputes.length > 0 || empty) && (
      <section className="section" id={id}>
        <h2>
          {title} <b className="count">{disputes.length}</b>
        </h2>
        {disputes.length === 0 ? (
          <p className="muted">{empty}</p>
        ) : (
          <ul className="desk-list">
            {disputes.map((each) => (
              <li key={each.id}>
                <CaseLine dispute={each} act={act}>
                  <span className="muted">
                    {each.offeredTo.length > 0
                      ? `→ ${listed(each.offeredTo.map(name))}`
                      : each.returnedBy.length > 0
                        ? t.board.returnedBy(listed(each.returnedBy.map(name)))
                        : name(each.holder)}
                  </span>
                  {each.late > 0 && <LateMark>{t.list.lateCount(each.late)}</LateMark>}
                  {each.nextDueAt && <Moment at={each.nextDueAt} now={each.now} />}
                </CaseLine>
                <Levers act={act} dispute={each} />
              </li>
            ))}
          </ul>
        )}
      </section>
    );
  if (!circulating.data) {
    return circulating.error ? (
      <Failed error={circulating.error} retry={() => void circulating.refetch()} />
    ) : (
      <Skeleton rows={2} />
    );
  }
  return (
    <>
      {lines(
        t.board.offers,
        t.board.noOffers,
        'offers',
        items.filter((each) => each.offeredTo.length > 0),
      )}
      {lines(
        t.board.toDesignate,
        null,
        'to-designate',
        items.filter((each) => each.offeredTo.length === 0),
      )}
    </>
  );
}

function Bouncing({ act }: { act: Acts }) {
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
      {!bouncing.data ? (
        bouncing.error ? (
          <Failed error={bouncing.error} retry={() => void bouncing.refetch()} />
        ) : (
          <Skeleton rows={2} />
        )
      ) : items.length === 0 ? (
        <p className="muted">{t.board.noBouncing}</p>
      ) : (
        <ul className="desk-list">
          {items.map(({ dispute, loop, handOffs }) => (
            <li key={dispute.id}>
              <div>
                <CaseLine dispute={dispute} act={act}>
                  <span className="muted">{t.dispute.handOffs(handOffs)}</span>
                </CaseLine>
                <p className="loop" aria-label={t.board.loop}>
                  {loop.map((each, n) => (
                    <span key={n}>
                      {n > 0 && <span aria-hidden="true"> → </span>}
                      {name(each)}
                    </span>
                  ))}
                </p>
              </div>
              <Levers act={act} dispute={dispute} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
