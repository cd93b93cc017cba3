import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useWhileAlone } from '../base/live.js';
import { useDepartments } from '../base/session.js';
import { OnPaper } from '../parts/on-paper.js';
import { Failed, Skeleton } from '../parts/states.js';
import { TakeAway } from '../parts/take-away.js';
import { VerbDialog } from '../verbs/verb-dialog.js';
import { useActs } from './acts.js';
import { Approvals } from './approvals.js';
import { Bouncing } from './bouncing.js';
import { BulkOrder } from './bulk-order.js';
import { LIVE_MS, isOwed, type Show } from './columns.js';
import { Departments } from './departments.js';
import { Offers } from './offers.js';
import { OwedList } from './owed-list.js';

/** Departments by what they owe; behind every number its list; acts without leaving it. */
export default function Board() {
  const t = useWording();
  const [address, setAddress] = useSearchParams();
  const department = address.get('department') ?? '';
  const asked = address.get('column');
  const board = useQuery({
    queryKey: ['board'],
    queryFn: ({ signal }) => get('/board', { signal }),
    refetchInterval: useWhileAlone(LIVE_MS),
  });
  const act = useActs();
  const { name } = useDepartments();
  if (board.isPending) return <Skeleton rows={8} />;
  if (!board.data) return <Failed error={board.error} retry={() => void board.refetch()} />;
  const { departments, total, orphaned, alarms } = board.data;
  const column = isOwed(total.lists, asked) ? asked : 'late';
  const show: Show = (of, id) =>
    setAddress({ ...(of !== 'late' && { column: of }), ...(id && { department: id }) }, { replace: true });
  const figures = department ? departments.find((each) => each.departmentId === department) : total;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.board.title}</h1>
        <span className="muted" title={t.board.orphanedHint}>
          {t.board.orphaned} <b>{orphaned}</b>
        </span>
        <TakeAway table="board" query={{}} />
      </header>
      <OnPaper filters={[t.board.column[column], ...(department ? [t.board.filtered(name(department))] : [])]} />
      <div className="stack">
        {board.isError && <p className="stale">{t.state.stale}</p>}
        {alarms.map((each) => (
          <p key={each.year} className="past-line">
            {each.obligations > 0
              ? t.board.unpublished(each.year, each.obligations)
              : t.changing.yearMissing(each.year)}
          </p>
        ))}
        <p className="muted">{t.board.heldHint}</p>
        <Departments departments={departments} total={total} show={show} />
        <OwedList
          key={column}
          column={column}
          department={department}
          first={column === 'late' ? board.data.late : []}
          count={figures?.[column] ?? 0}
          showAll={() => show('late', '')}
          act={act}
        />
        <Approvals act={act} />
        <Offers act={act} />
        <Bouncing act={act} />
      </div>
      {act.rows.chosen.length > 1 && (
        <div className="bulk">
          <span className="grow">{t.board.chosen(act.rows.chosen.length)}</span>
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
      {act.bulk && <BulkOrder ids={act.rows.chosen} done={act.rows.drop} close={() => act.setBulk(false)} />}
    </div>
  );
}
