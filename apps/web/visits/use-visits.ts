import { useEffect, useMemo } from 'react';
import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { get, type QueryOf } from '../base/api.js';
import type { Visit } from '../contract.js';
import { usePages, type Page } from '../parts/lists.js';
import { useWhileAlone } from '../base/live.js';
import { useSession } from '../base/session.js';
import { fromInput, toDateInput } from '../base/time.js';

const DAY = 86_400_000;
const LIVE_MS = 20_000;
/** What one can look at. */
export const SPANS = ['today', 'week', 'done'] as const;
export type Span = (typeof SPANS)[number];

/** By what they are narrowed, by the names of the API. */
export const MORE = ['village', 'handler'] as const;
const NARROWED = ['own', ...MORE] as const;
export type Narrowed = Pick<QueryOf<'/visits'>, (typeof NARROWED)[number]>;

/** The visits of a span in pages, and village by village. */
export function useVisits(span: Span, zone: string, narrowed: Narrowed = {}) {
  const midnight = Date.parse(fromInput(toDateInput(Date.now(), zone), zone)!);
  const at = (days: number) => new Date(midnight + days * DAY).toISOString();
  const isNarrowed = NARROWED.some((each) => narrowed[each]);
  // One after the other, each in pages; what is done newest week first.
  const spans: Record<Span, QueryOf<'/visits'>[]> = {
    today: [{ state: 'unconfirmed' }, { state: 'late' }, { state: 'due' }],
    week: [{ from: at(1), to: at(8) }],
    done: [0, 7, 14, 21].map((days) => ({ state: 'done', from: at(-days - 7), to: at(days ? -days : 1) })),
  };
  const parts = spans[span].map((each) => ({ ...each, ...narrowed }));
  // What is kept for the day is found under its name on the next morning, too.
  const key = ['visits', span, ...(span === 'done' ? [at(0)] : []), ...(isNarrowed ? [narrowed] : [])];
  const list = usePages(
    key,
    async (place, signal) => {
      const [part = '', cursor = ''] = place.split(' ');
      const n = Number(part);
      const page = await get('/visits', { query: { ...parts[n], cursor, limit: 100 }, signal });
      const next = page.next ? `${n} ${page.next}` : n + 1 < parts.length ? `${n + 1} ` : null;
      return { items: span === 'done' ? page.items.reverse() : page.items, next };
    },
    useWhileAlone(LIVE_MS),
  );
  // The few of one part do not fill a screen: the next part comes by itself.
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const isShort = list.items.length < 40;
  useEffect(() => {
    if (isShort && hasNextPage && !isFetching) void fetchNextPage();
  }, [isShort, hasNextPage, isFetching, fetchNextPage]);
  // Who looks where nobody answers was last answered on another day, maybe: what was of the week is of today by now.
  const { reached } = useSession();
  const queries = useQueryClient();
  const week =
    span === 'today' && !reached && !isNarrowed
      ? queries.getQueryData<InfiniteData<Page<Visit>>>(['visits', 'week'])
      : null;
  const items = useMemo(() => {
    const due = (week?.pages ?? [])
      .flatMap((page) => page.items)
      .filter(({ dueAt }) => Date.parse(dueAt) < midnight + DAY)
      .filter(({ n, dispute }) => !list.items.some((each) => each.n === n && each.dispute.id === dispute.id));
    return [...list.items, ...due];
  }, [list.items, week, midnight]);
  const villages = useMemo(() => {
    const groups = new Map<string, Visit[]>();
    for (const visit of items) {
      const { village } = visit.dispute.place;
      groups.set(village, [...(groups.get(village) ?? []), visit]);
    }
    return [...groups];
  }, [items]);
  const askTotal = (signal: AbortSignal) =>
    Promise.all(parts.map((part) => get('/visits', { query: { ...part, limit: 1, total: 'true' }, signal })));
  return { key, list: { ...list, items }, villages, askTotal };
}
