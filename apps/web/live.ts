import { useEffect, useSyncExternalStore } from 'react';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Counts, DisputeSummary } from './contract.js';

/** Events come in flocks: lists are asked again once a flock, not once an event. */
const FLOCK_MS = 300;
/** A line that the server closed for good (a session that ended, too many lines) is tried again after this. */
const AGAIN_MS = 5_000;
const MARKED_MS = 8_000;

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

function listen(queries: QueryClient): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let flock: ReturnType<typeof setTimeout> | undefined;
  const stale = new Set<string>();
  const renew = (...keys: string[]) => {
    for (const key of keys) stale.add(key);
    flock ??= setTimeout(() => {
      flock = undefined;
      for (const key of stale) void queries.invalidateQueries({ queryKey: [key] });
      stale.clear();
    }, FLOCK_MS);
  };
  const open = () => {
    close();
    source = new EventSource('/api/v1/stream');
    source.addEventListener('dispute', (event: MessageEvent<string>) => {
      const { id, seq } = JSON.parse(event.data) as Pick<DisputeSummary, 'id' | 'seq'> & { gone?: boolean };
      const known = queries.getQueryData<{ seq: number }>(['dispute', id]);
      // What this page sent itself is on the screen already.
      if (!known || known.seq < seq) {
        mark(id);
        for (const part of ['dispute', 'timeline', 'attribution']) {
          void queries.invalidateQueries({ queryKey: [part, id] });
        }
      }
      renew('inbox', 'disputes', 'board', 'visits', 'items');
    });
    source.addEventListener('counts', (event: MessageEvent<string>) => {
      queries.setQueryData(['counts'], JSON.parse(event.data) as Counts);
      renew('inbox', 'items');
    });
    source.addEventListener('notice', () => renew('notices'));
    source.addEventListener('resync', () => void queries.invalidateQueries());
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      // A line says no reason: an ordinary question finds out whether the session ended, and asks for the sign-in.
      void queries.invalidateQueries({ queryKey: ['counts'] });
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
