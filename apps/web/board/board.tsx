import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useWhileAlone } from '../base/live.js';
import { Failed, Skeleton } from '../parts/states.js';
import { VerbDialog } from '../verbs/verb-dialog.js';
import { useActs } from './acts.js';
import { Approvals } from './approvals.js';
import { Bouncing } from './bouncing.js';
import { BulkOrder } from './bulk-order.js';
import { LIVE_MS, type Column } from './columns.js';
import { Departments } from './departments.js';
import { LateList } from './late-list.js';
import { Offers } from './offers.js';

/** Departments by what they owe; behind every number its list; acts without leaving it. */
export default function Board() {
  const t = useWording();
  const [address, setAddress] = useSearchParams();
  const department = address.get('department') ?? '';
  const board = useQuery({
    queryKey: ['board'],
    queryFn: ({ signal }) => get('/board', { signal }),
    refetchInterval: useWhileAlone(LIVE_MS),
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
            {each.obligations > 0
              ? t.board.unpublished(each.year, each.obligations)
              : t.changing.yearMissing(each.year)}
          </p>
        ))}
        <Departments departments={departments} total={total} only={only} />
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
