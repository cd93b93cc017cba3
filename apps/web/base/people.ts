import { useCallback, useEffect, useReducer, useRef } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get } from './api.js';
import type { Person } from '../contract.js';

/** People, as many of them as a page shows: a county has more than anybody wants to load for a name. */

const FRESH_MS = 300_000;
/** The most that one question names. */
const TOGETHER = 50;

let asking: { ids: Set<string>; found: Promise<Map<string, Person>> } | null = null;

/** Whoever is asked about within one turn of the page is asked about together; null where there is nobody of that name. */
async function person(id: string): Promise<Person | null> {
  if (!asking || asking.ids.size >= TOGETHER) {
    const ids = new Set<string>();
    const found = new Promise((turn) => setTimeout(turn)).then(async () => {
      if (asking?.ids === ids) asking = null;
      const { items } = await get('/users', { query: { id: [...ids] } });
      return new Map(items.map((each) => [each.id, each]));
    });
    asking = { ids, found };
  }
  asking.ids.add(id);
  return (await asking.found).get(id) ?? null;
}

/** Who somebody is, by their id, which stands for the name until that is known. */
export function usePeople() {
  const queries = useQueryClient();
  const [, show] = useReducer((n: number) => n + 1, 0);
  const wanted = useRef(new Set<string>());
  useEffect(() => {
    const ids = [...wanted.current];
    wanted.current.clear();
    if (ids.length === 0) return;
    const ask = (id: string) =>
      queries.fetchQuery({ queryKey: ['users', id], queryFn: () => person(id), staleTime: FRESH_MS });
    // Who is not answered shows ids, and asks again with what is shown next.
    void Promise.all(ids.map(ask)).then(show, () => undefined);
  });
  const find = useCallback(
    (id: string) => {
      const known = queries.getQueryData<Person | null>(['users', id]);
      if (known === undefined) wanted.current.add(id);
      return known ?? undefined;
    },
    [queries],
  );
  return { find, name: (id: string) => find(id)?.name ?? id };
}

/**
 * Those of one department; everybody where none is named, which is for the page of everybody.
 *
 * @param anew where people are looked after and not only named: whoever came by another way is there as well
 */
export function useStaff(department?: string, anew = department === undefined): Person[] {
  const { data } = useQuery({
    queryKey: ['users', 'of', department],
    queryFn: ({ signal }) => get('/users', { query: { department }, signal }),
    staleTime: anew ? 0 : FRESH_MS,
  });
  return data?.items ?? [];
}

const MOST_FOUND = 20;

/** Those whose name, or how it is read, or username has these letters; nobody without letters. */
export function useFound(q: string): { found: Person[]; settled: boolean } {
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['users', 'like', q],
    queryFn: ({ signal }) => get('/users', { query: { q, limit: MOST_FOUND }, signal }),
    staleTime: FRESH_MS,
    enabled: q !== '',
    placeholderData: (before) => before,
  });
  return { found: q === '' ? [] : (data?.items ?? []), settled: !isPlaceholderData };
}
