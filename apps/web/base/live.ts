import { useEffect, useSyncExternalStore } from 'react';
import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import type { Counts, DisputeList, DisputeSummary } from '../contract.js';

/** Events come in flocks: lists are asked again once a flock, not once an event. */
const FLOCK_MS = 300;
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

/** Listens to what changes while somebody looks; a hidden page holds no line, and reads anew when it is seen again. */
export function useLive(on: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!on) return;
    const live = listen(queries);
    return () => live();
  }, [on, queries]);
}

/** In a long list a row changes where it stands. */
function replace(queries: QueryClient, summary: DisputeSummary): void {
  const lists = { queryKey: ['disputes'], predicate: ({ state }: { state: { data?: unknown } }) => isLong(state.data) };
  queries.setQueriesData<InfiniteData<DisputeList>>(lists, (data) => {
    if (!data) return data;
    const at = data.pages.findIndex(({ items }) => items.some((each) => each.id === summary.id));
    const items = data.pages[at]?.items.map((each) => (each.id === summary.id ? summary : each));
    return items ? { ...data, pages: data.pages.with(at, { ...data.pages[at]!, items }) } : data;
  });
}

function listen(queries: QueryClient): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let flock: ReturnType<typeof setTimeout> | undefined;
  const stale = new Set<string>();
  const renew = (...keys: string[]) => {
    for (const key of keys) stale.add(key);
    flock ??= setTimeout(() => {
      flock = undefined;
      for (const key of stale) {
        void queries.invalidateQueries({ queryKey: [key], predicate: ({ state }) => !isLong(state.data) });
      }
      stale.clear();
    }, FLOCK_MS);
  };
  const open = () => {
    close();
    source = new EventSource('/api/v1/stream');
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
      renew('inbox', 'disputes', 'board', 'visits', 'items');
    });
    source.addEventListener('counts', (event: MessageEvent<string>) => {
      const known = queries.getQueryData<Counts>(['counts']);
      const counts = JSON.parse(event.data) as Counts;
      queries.setQueryData(['counts'], counts);
      // The first word of a new line is what the lists were read with.
      if (known && JSON.stringify(known) !== JSON.stringify(counts)) renew('inbox', 'items');
    });
    source.addEventListener('notice', () => renew('notices'));
    source.addEventListener('resync', () => void queries.invalidateQueries());
    source.addEventListener('error', () => {
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
    clearTimeout(flock);
    close();
  };
}
