import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import type { DisputeList } from '../contract.js';
import { useWording } from '../base/language.js';
import { isLong } from '../base/live.js';
import { Failed, Skeleton } from './states.js';
import { useStill } from './still.js';

/** What every list is made of: tabs above it, its pages as they are asked for, its states, and only the rows in sight. */

export function Tabs<T extends string>({
  label,
  tabs,
  chosen,
  choose,
  word,
  children,
}: {
  label: string;
  tabs: readonly T[];
  chosen: T;
  choose: (tab: T) => void;
  word: (tab: T) => ReactNode;
  children: ReactNode;
}) {
  // Left and right walk the tabs, as people who see none of them expect.
  const walk = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = by && tabs[(tabs.indexOf(chosen) + by + tabs.length) % tabs.length];
    if (!next) return;
    choose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} onKeyDown={walk}>
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`tab-${each}`}
            aria-selected={chosen === each}
            aria-controls="tab-panel"
            onClick={() => choose(each)}
          >
            {word(each)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${chosen}`}>
        {children}
      </div>
    </>
  );
}

/** What every list of the API is: some of its items, and where to go on. */
export type Page<T> = Omit<DisputeList, 'items'> & { items: T[] };

/**
 * A list in pages, the next one asked for when its end comes near.
 *
 * @param ask answers the page at a cursor; the first cursor is empty
 * @param first what is shown until the first page is here
 * @param idOf what makes a row the same: with it, rows stay in their place while somebody points at them
 */
export function usePages<T>(
  queryKey: QueryKey,
  ask: (cursor: string, signal: AbortSignal) => Promise<Page<T>>,
  everyMs: number | false,
  { first, idOf }: { first?: T[]; idOf?: (item: T) => string } = {},
) {
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: first && { pages: [{ items: first, next: null }], pageParams: [''] },
    refetchInterval: ({ state }) => (isLong(state.data) ? false : everyMs),
  });
  const asked = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const items = useStill(JSON.stringify(queryKey), asked, idOf);
  return { ...list, items };
}

export type Pages<T> = ReturnType<typeof usePages<T>>;

/** The states of a list: loading, failed, stale, empty, and full with the way to more. */
export function Listed<T>({ list, empty, children }: { list: Pages<T>; empty: ReactNode; children: ReactNode }) {
  const t = useWording();
  if (list.isPending) return <Skeleton />;
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

/** Shorter lists are drawn whole: the browser's own search and print find every row. */
const DRAWN_WHOLE = 40;
/** Rows drawn beyond the screen, so that keys and screen readers always find the next one. */
const BEYOND = 12;
/** The next page is asked for when so many rows are left. */
const NEAR_END = 15;

/**
 * Which rows of a long list are drawn, and the empty space between them. The row that has the focus stays, wherever the
 * list is scrolled to.
 */
export function useRows<E extends HTMLElement>(
  list: { items: unknown[]; hasNextPage: boolean; isFetching: boolean; fetchNextPage: () => unknown },
  rowHeight: number,
) {
  const anchor = useRef<E>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const count = list.items.length;
  const virtualizer = useWindowVirtualizer({
    count,
    enabled: count > DRAWN_WHOLE,
    estimateSize: () => rowHeight,
    overscan: BEYOND,
    scrollMargin,
    useFlushSync: false,
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      const focused = anchor.current?.querySelector(':focus-within')?.closest<HTMLElement>('[data-index]');
      const held = Number(focused?.dataset.index ?? NaN);
      return held < count && !drawn.includes(held) ? [...drawn, held].sort((a, b) => a - b) : drawn;
    },
  });
  useLayoutEffect(() => {
    if (anchor.current) setScrollMargin(Math.round(anchor.current.getBoundingClientRect().top + window.scrollY));
  }, [count]);

  /** @param space draws so many pixels where rows are that nobody sees */
  const draw = (row: (index: number) => ReactNode, space: (px: number, key: string) => ReactNode): ReactNode[] => {
    if (count <= DRAWN_WHOLE) return list.items.map((_, index) => row(index));
    const drawn: ReactNode[] = [];
    let end = scrollMargin;
    const to = (start: number) => start > end && drawn.push(space(start - end, `space to ${start}`));
    for (const each of virtualizer.getVirtualItems()) {
      to(each.start);
      drawn.push(row(each.index));
      end = each.end;
    }
    to(virtualizer.getTotalSize() + scrollMargin);
    return drawn;
  };

  const { hasNextPage, isFetching, fetchNextPage } = list;
  const last = virtualizer.getVirtualItems().at(-1)?.index ?? 0;
  const isNearEnd = count > DRAWN_WHOLE && last > count - NEAR_END;
  useLayoutEffect(() => {
    if (isNearEnd && hasNextPage && !isFetching) fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetching, fetchNextPage]);

  return {
    anchor,
    draw,
    /** What a drawn row says of its place. */
    place: (index: number) => ({ ref: virtualizer.measureElement, 'data-index': index }),
    /** How many rows there are; unknown while there are more pages. */
    total: hasNextPage ? -1 : count,
  };
}

export const spaceOfItems = (px: number, key: string) => (
  <li key={key} aria-hidden="true" className="space" style={{ height: px }} />
);

export const spaceOfRows = (px: number, key: string) => (
  <tr key={key} aria-hidden="true" className="space">
    <td style={{ height: px }} />
  </tr>
);

/** @param numbers titles of the columns at the end, which stand flush right */
export function TableHead({ titles, numbers = [] }: { titles: readonly ReactNode[]; numbers?: readonly string[] }) {
  return (
    <thead>
      <tr>
        {titles.map((title, n) => (
          <th key={n} scope="col">
            {title}
          </th>
        ))}
        {numbers.map((title) => (
          <th key={title} scope="col" className="end">
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}
