import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { usePrinting } from './printing.js';

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
  // Paper has no screen to scroll to.
  const isWhole = usePrinting() || count <= DRAWN_WHOLE;
  const virtualizer = useWindowVirtualizer({
    count,
    enabled: !isWhole,
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
    if (isWhole) return list.items.map((_, index) => row(index));
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
  const isNearEnd = !isWhole && last > count - NEAR_END;
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
