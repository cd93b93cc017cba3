import { useQuery, type QueryKey } from '@tanstack/react-query';
import type { CountedList } from '../contract.js';
import { useWording } from '../base/language.js';
import type { Pages } from './lists.js';

type Total = NonNullable<CountedList['total']>;

/** With every change the rows are asked for again; their number is not worth that. */
const FRESH_MS = 60_000;

/**
 * How many a list has in all. Where all of it is here it is counted; else it is asked for by itself, so that nobody waits
 * for a number to see the rows.
 *
 * @param queryKey of the list
 * @param ask for the list with `total=true`; what is asked of several lists is added up
 */
export function HowMany<T>({
  list,
  queryKey,
  ask,
}: {
  list: Pages<T>;
  queryKey: QueryKey;
  ask: (signal: AbortSignal) => Promise<{ total?: Total }[]>;
}) {
  const t = useWording();
  const { data } = useQuery({
    queryKey: ['total', ...queryKey],
    queryFn: async ({ signal }) => {
      const totals = (await ask(signal)).flatMap(({ total }) => total ?? []);
      return {
        count: totals.reduce((sum, { count }) => sum + count, 0),
        more: totals.some(({ more }) => more),
      };
    },
    enabled: list.hasNextPage,
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
  });
  const total = list.hasNextPage ? data : { count: list.items.length, more: false };
  if (!total || (total.count === 0 && !total.more)) return null;
  return <p className="how-many">{total.more ? t.state.moreThan(total.count) : t.state.total(total.count)}</p>;
}
