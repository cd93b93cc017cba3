import { useEffect } from 'react';
import { hashKey, useQueryClient, type Query, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { reopen } from './outbox.js';
import { isRehearsing } from './rehearsing.js';
import { findAll, keep, keepFor, read, seals, written } from './vault.js';

/**
 * What somebody may look at without a network: the visits of today and of the week with whom to call and where to go, what
 * one handed in and what became of it, and the names of departments and colleagues. Kept for a day from when it was
 * answered, sealed (`vault.ts`), and gone with the session. Nothing else that was answered is kept.
 */

const DAY_MS = 86_400_000;

const KEPT: Record<string, (key: QueryKey) => boolean> = {
  // As they are asked for by themselves: narrowed by nothing.
  visits: (key) => key.length === 2 && (key[1] === 'today' || key[1] === 'week'),
  items: ([, whose]) => whose === 'mine',
  departments: () => true,
  users: ([, of]) => of === 'of',
};
export const isKeptForTheDay = (key: QueryKey) => KEPT[String(key[0])]?.(key) ?? false;

interface Seen {
  key: QueryKey;
  data: unknown;
  /** Milliseconds. */
  at: number;
}

async function recallDay(queries: QueryClient): Promise<void> {
  for (const each of await findAll('seen')) {
    const { key, data, at } = read<Seen>(each);
    const now = queries.getQueryState(key)?.dataUpdatedAt ?? 0;
    if (isKeptForTheDay(key) && now < at) queries.setQueryData(key, data, { updatedAt: at });
  }
}

/** Keeps what is answered to this person, and brings back what was; what they handed in and was not sent goes out. */
export function useKept(userId: string | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!userId) return;
    void keepFor(userId).then(reopen);
    // What is rehearsed is asked for under the same names.
    if (!seals() || isRehearsing()) return;
    for (const first of Object.keys(KEPT)) queries.setQueryDefaults([first], { gcTime: DAY_MS });
    const cache = queries.getQueryCache();
    const put = ({ queryKey: key, state: { data, dataUpdatedAt: at } }: Query) => {
      if (data === undefined || !isKeptForTheDay(key)) return;
      void keep('seen', hashKey(key), written({ key, data, at } satisfies Seen), at + DAY_MS);
    };
    // What was answered before it was known who asks.
    cache.getAll().forEach(put);
    void recallDay(queries);
    return cache.subscribe((event) => {
      const isAnswer = event.type === 'updated' && event.action.type === 'success' && !event.action.manual;
      if (isAnswer) put(event.query as Query);
    });
  }, [userId, queries]);
}
