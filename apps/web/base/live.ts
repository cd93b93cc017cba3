import { useEffect, useSyncExternalStore } from 'react';
import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import type { Counts, DisputeList, DisputeSummary } from '../contract.js';

/** Events come in flocks: lists are asked again once a flock, not once an event. */
const FLOCK_MS = 300;
/** Where flock follows flock, a list is asked again so often; its rows change where they stand meanwhile. */
const OFTEN_MS = 3_000;
/** By so much of that sooner or later: consoles that heard the same do not go on asking at the same moments. */
const SPREAD = 0.3;
/** A line that the server closed for good (a session that ended, too many lines) is tried again after this. */
const AGAIN_MS = 5_000;
const MARKED_MS = 8_000;

/** So many pages are asked for again as they change; of a longer list only the row that changed does. */
const KEPT_FRESH = 4;
export const isLong = (data: unknown) =>
  ((data as Partial<InfiniteData<unknown>> | undefined)?.pages?.length ?? 0) > KEPT_FRESH;

const marked = new Set<string>();
const listeners = new Set<() => void>();
const tell = () => {
  for (const each of listeners) each();
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

function mark(id: string): void {
  marked.add(id);
  tell();
  setTimeout(() => {
    marked.delete(id);
    tell();
  }, MARKED_MS);
}

/** Whether a dispute changed a moment ago: its row is marked where it stands. */
export const useChanged = (id: string) => useSyncExternalStore(subscribe, () => marked.has(id));

let isLive = false;
const setLive = (now: boolean) => {
  isLive = now;
  tell();
};
/** How often to ask for what the stream tells of as it changes: not at all while it lives. */
export function useWhileAlone(everyMs: number): number | false {
  return useSyncExternalStore(subscribe, () => isLive) ? false : everyMs;
}

/** Listens to what changes while somebody looks; a hidden page holds no line, and reads anew when it is seen again. */
export function useLive(on: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!on) return;
    return listen(queries);
  }, [on, queries]);
}

/** In lists of disputes a row changes where it stands. */
function replace(queries: QueryClient, summary: DisputeSummary): void {
  const change = (items: DisputeSummary[]) => items.map((each) => (each.id === summary.id ? summary : each));
  queries.setQueriesData<InfiniteData<DisputeList> | DisputeList>({ queryKey: ['disputes'] }, (data) => {
    if (!data || !isShown(data, summary.id)) return data;
    if ('items' in data) return { ...data, items: change(data.items) };
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) };
  });
}

type Rows = { items: { id?: string; disputeId?: string | null; dispute?: { id: string } }[] };

/** Whether a list has a row of a dispute. */
function isShown(data: unknown, id: string): boolean {
  const { pages, items } = (data ?? {}) as Partial<InfiniteData<Rows>> & Partial<Rows>;
  const shown = pages?.flatMap((page) => page.items) ?? items ?? [];
  return shown.some((each) => each.id === id || each.disputeId === id || each.dispute?.id === id);
}

/** Asks again for lists, those of one key once a flock, and not more often than now and then where flock follows flock. */
function renewing(queries: QueryClient) {
  const next = new Map<string, { at: number; timer: ReturnType<typeof setTimeout> | null }>();
  const renew = (...keys: string[]) => {
    for (const key of keys) {
      const own = next.get(key) ?? { at: 0, timer: null };
      next.set(key, own);
      own.timer ??= setTimeout(
        () => {
          own.timer = null;
          own.at = Date.now() + OFTEN_MS * (1 + SPREAD * (2 * Math.random() - 1));
          void queries.invalidateQueries({ queryKey: [key], predicate: ({ state }) => !isLong(state.data) });
        },
        Math.max(FLOCK_MS, own.at - Date.now()),
      );
    }
  };
  const stop = () => next.forEach(({ timer }) => timer && clearTimeout(timer));
  return { renew, stop };
}

function listen(queries: QueryClient): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  const { renew, stop } = renewing(queries);
  const renewWhereShown = (id: string, key: string) => {
    if (queries.getQueriesData({ queryKey: [key] }).some(([, data]) => isShown(data, id))) renew(key);
  };
  const open = () => {
    close();
    source = new EventSource('/api/v1/stream');
    source.addEventListener('open', () => setLive(true));
    source.addEventListener('dispute', (event: MessageEvent<string>) => {
      const summary = JSON.parse(event.data) as DisputeSummary | { id: string; seq: number; gone: true };
      const { id, seq } = summary;
      const known = queries.getQueryData<{ seq: number }>(['dispute', id]);
      // What this page sent itself is on the screen already.
      if (!known || known.seq < seq) {
        mark(id);
        for (const part of ['dispute', 'timeline', 'attribution']) {
          void queries.invalidateQueries({ queryKey: [part, id] });
        }
      }
      if (!('gone' in summary)) replace(queries, summary);
      // What comes to an inbox or leaves it changes its counts.
      renewWhereShown(id, 'inbox');
      renewWhereShown(id, 'notices');
      renew('disputes', 'board', 'visits', 'items');
    });
    source.addEventListener('counts', (event: MessageEvent<string>) => {
      const known = queries.getQueryData<Counts>(['counts']);
      const counts = JSON.parse(event.data) as Counts;
      queries.setQueryData(['counts'], counts);
      // The first word of a new line is what the lists were read with.
      // Where less is owed, less of what was told waits.
      if (known && JSON.stringify(known) !== JSON.stringify(counts)) renew('inbox', 'items', 'notices');
    });
    source.addEventListener('notice', () => renew('notices'));
    source.addEventListener('resync', () => void queries.invalidateQueries());
    source.addEventListener('error', () => {
      setLive(false);
      // A line says no reason: an ordinary question finds out whether anybody is there, and asks for a sign-in that ended.
      // Everybody's shell asks for notices.
      void queries.invalidateQueries({ queryKey: ['notices', 'unread'] });
      // The browser tries again by itself, unless the line was closed for good.
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(again);
      again = setTimeout(open, AGAIN_MS);
    });
  };
  const close = () => {
    clearTimeout(again);
    source?.close();
    source = null;
    setLive(false);
  };
  const look = () => {
    if (document.hidden) close();
    else {
      open();
      void queries.invalidateQueries();
    }
  };
  if (!document.hidden) open();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    stop();
    close();
  };
}
