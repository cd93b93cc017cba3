import { useMemo, type ReactNode } from 'react';
import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import type { DisputeList } from '../contract.js';
import { useWording } from '../base/language.js';
import { isLong } from '../base/live.js';
import { SortHead, type Sorting } from './sorting.js';
import { Failed, Skeleton } from './states.js';
import { useStill } from './still.js';

/** What every list of the API is: some of its items, and where to go on. */
export type Page<T> = Omit<DisputeList, 'items'> & { items: T[] };

/**
 * A list in pages, the next one asked for when its end comes near.
 *
 * @param ask answers the page at a cursor; the first cursor is empty
 * @param first what is shown until the first page is here
 * @param idOf what makes a row the same: with it, rows stay in their place while somebody points at them
 * @param isAlike whether what was shown by another key stands until this one is answered, such as the same in another order
 */
export function usePages<T>(
  queryKey: QueryKey,
  ask: (cursor: string, signal: AbortSignal) => Promise<Page<T>>,
  everyMs: number | false,
  { first, idOf, isAlike }: { first?: T[]; idOf?: (item: T) => string; isAlike?: (before: QueryKey) => boolean } = {},
) {
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (shown, query) => {
      if (first) return { pages: [{ items: first, next: null }], pageParams: [''] };
      return query && isAlike?.(query.queryKey) ? shown : undefined;
    },
    refetchInterval: ({ state }) => (isLong(state.data) ? false : everyMs),
  });
  const asked = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  // What stands in for an answer is in no order that anybody asked for.
  const items = useStill(JSON.stringify([queryKey, list.isPlaceholderData]), asked, idOf);
  return { ...list, items };
}

export type Pages<T> = ReturnType<typeof usePages<T>>;

/** The states of a list: loading, failed, stale, empty, and full with the way to more. */
export function Listed<T>({ list, empty, children }: { list: Pages<T>; empty: ReactNode; children: ReactNode }) {
  const t = useWording();
  // Where the first parts have nothing, that there is nothing is not known before the last.
  if (list.isPending || (list.items.length === 0 && list.hasNextPage && !list.isError)) return <Skeleton />;
  if (!list.data) return <Failed error={list.error} retry={() => void list.refetch()} />;
  return (
    <>
      {list.isError && <p className="stale">{t.state.stale}</p>}
      {list.items.length === 0 ? empty : children}
      {list.hasNextPage && (
        <p className="form-foot">
          <button type="button" className="button" disabled={list.isFetching} onClick={() => void list.fetchNextPage()}>
            {t.state.more}
          </button>
        </p>
      )}
    </>
  );
}

/**
 * @param numbers titles of the columns at the end, which stand flush right
 * @param sorting what a press on a title does, where the rows are all here
 */
export function TableHead({
  titles,
  numbers = [],
  sorting,
}: {
  titles: readonly ReactNode[];
  numbers?: readonly string[];
  sorting?: Sorting;
}) {
  const head = (title: ReactNode, key: string | number, className?: string) => {
    const way = typeof title === 'string' ? sorting?.wayOf(title) : undefined;
    if (!sorting || !way)
      return (
        <th key={key} scope="col" className={className}>
          {title}
        </th>
      );
    const text = title as string;
    return <SortHead key={key} title={text} way={way} press={() => sorting.press(text)} className={className} />;
  };
  return (
    <thead>
      <tr>
        {titles.map((title, n) => head(title, n))}
        {numbers.map((title) => head(title, title, 'end'))}
      </tr>
    </thead>
  );
}
