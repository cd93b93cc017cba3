import { useInfiniteQuery } from '@tanstack/react-query';
import { useAddress } from '../base/address.js';
import { get, queryOf } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useZone } from '../base/session.js';
import { fromInput } from '../base/time.js';
import type { AuditEntry } from '../contract.js';
import { FindPerson } from '../parts/find-person.js';
import { OnPaper } from '../parts/on-paper.js';
import { Pick } from '../parts/pick.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { RetentionTable } from './retention.js';
import { Verify } from './verify.js';
import { AuditTable } from './audit-table.js';

const KINDS: AuditEntry['kind'][] = ['access', 'event'];
const DAY_MS = 86_400_000;

/** Who did and saw what, and the proof that nothing was altered. */
export default function Record() {
  const t = useWording();
  const [address, change] = useAddress();
  const zone = useZone();
  const [from, to] = [address.get('from') ?? '', address.get('to') ?? ''];
  const end = fromInput(to, zone);
  const filter = {
    kind: KINDS.find((each) => each === address.get('kind')),
    user: address.get('user') ?? undefined,
    disputeId: address.get('disputeId') ?? undefined,
    from: fromInput(from, zone) ?? undefined,
    // The day counts whole.
    to: end ? new Date(Date.parse(end) + DAY_MS).toISOString() : undefined,
  };
  const list = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) => get('/audit', { query: { ...filter, cursor: pageParam, limit: 100 }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const set = (field: string, value: string) => change({ [field]: value });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="page stack">
      <header className="page-head">
        <h1>{t.nav.record}</h1>
      </header>
      <OnPaper
        filters={[
          ...(filter.kind ? [`${t.record.kind}: ${t.record.kinds[filter.kind]}`] : []),
          ...(filter.user ? [`${t.record.who}: ${filter.user}`] : []),
          ...(from || to ? [`${from} – ${to}`] : []),
          ...(filter.disputeId ? [t.record.oneCase] : []),
        ]}
        list={{ items, hasNextPage: list.hasNextPage }}
      />
      <Verify />
      <RetentionTable />
      <div className="filters">
        <Pick label={t.record.kind} value={filter.kind} words={t.record.kinds} choose={(value) => set('kind', value)} />
        <FindPerson label={t.record.who} value={filter.user} choose={(id) => set('user', id)} />
        {(['from', 'to'] as const).map((each) => (
          <label key={each}>
            {t.statistics[each]}{' '}
            <input type="date" value={address.get(each) ?? ''} onChange={(event) => set(each, event.target.value)} />
          </label>
        ))}
        {filter.disputeId && (
          <button type="button" className="button quiet" onClick={() => set('disputeId', '')}>
            {t.record.oneCase} ×
          </button>
        )}
        <a className="button" href={`/api/v1/audit.csv${queryOf(filter)}`} download>
          {t.list.export}
        </a>
      </div>
      {list.isPending ? (
        <Skeleton />
      ) : !list.data ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t.record.none} />
      ) : (
        <AuditTable entries={items} />
      )}
      {list.hasNextPage && (
        <p>
          <button type="button" className="button" disabled={list.isFetching} onClick={() => void list.fetchNextPage()}>
            {t.state.more}
          </button>
        </p>
      )}
    </div>
  );
}
