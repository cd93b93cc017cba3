import { useQuery } from '@tanstack/react-query';
import { get, type QueryOf } from '../base/api.js';
import { useWhileAlone } from '../base/live.js';
import type { Work } from '../contract.js';

const LIVE_MS = 15_000;
/** What the desk moves on; all that it owes besides is in its inbox. */
const HERE: QueryOf<'/inbox'>['kind'] = ['grade', 'dispatch', 'decide-return'];
export const CIRCULATING = { status: 'circulating' } as const;
export const REPEATED = { repeated: 'true', open: 'true' } as const;

/** What stands on the desk, asked for again and again: its work by kind, what was offered, and what came back. */
export function useDesk() {
  const work = useQuery({
    queryKey: ['inbox', 'desk'],
    queryFn: ({ signal }) => get('/inbox', { query: { limit: 100, kind: HERE }, signal }),
    refetchInterval: useWhileAlone(LIVE_MS),
  });
  const circulating = useQuery({
    queryKey: ['disputes', 'circulating'],
    queryFn: ({ signal }) => get('/disputes', { query: { ...CIRCULATING, limit: 100 }, signal }),
    refetchInterval: useWhileAlone(LIVE_MS),
  });
  const repeated = useQuery({
    queryKey: ['disputes', 'repeated'],
    queryFn: ({ signal }) => get('/disputes', { query: { ...REPEATED, limit: 100 }, signal }),
    refetchInterval: useWhileAlone(LIVE_MS * 4),
  });
  const items = work.data?.items ?? [];
  const of = (kind: Work['obligation']['kind']) => items.filter((each) => each.obligation.kind === kind);
  const toDispatch = new Set(of('dispatch').map((each) => each.dispute.id));
  const toDecide = new Set(of('decide-return').map((each) => each.dispute.id));
  const unanswered = (circulating.data?.items ?? []).filter(
    (each) => each.offeredTo.length > 0 && !toDispatch.has(each.id) && !toDecide.has(each.id),
  );
  return { work, circulating, repeated, of, unanswered };
}
