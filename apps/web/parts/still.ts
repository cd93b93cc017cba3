import { useEffect, useReducer, useRef } from 'react';

/** Whether somebody points at a list or has the focus in it. A finger points at nothing between two taps. */
function isInHand(): boolean {
  const points = matchMedia('(hover: hover)').matches;
  return document.querySelector(`[data-rows]:is(${points ? ':hover, ' : ''}:focus-within)`) !== null;
}

/**
 * A list whose rows keep their place while somebody is about to click one: what changed changes where it stands, what is
 * new waits at the end, and the true order comes when the hand has left.
 *
 * @param list which list it is: another one begins in its own order
 */
export function useStill<T>(list: string, items: T[], idOf: ((item: T) => string) | undefined): T[] {
  const shown = useRef<{ list: string; items: T[]; order: string[] }>({ list, items, order: [] });
  const [, settle] = useReducer((n: number) => n + 1, 0);
  const isMoved = useRef(false);

  useEffect(() => {
    const look = () => {
      if (isMoved.current && !isInHand()) settle();
    };
    document.addEventListener('pointerover', look);
    document.addEventListener('focusin', look);
    document.addEventListener('pointerleave', look);
    return () => {
      document.removeEventListener('pointerover', look);
      document.removeEventListener('focusin', look);
      document.removeEventListener('pointerleave', look);
    };
  }, []);

  if (!idOf) return items;
  const before = shown.current;
  const isSame = before.list === list && before.items === items;
  if (isSame && !isMoved.current) return items;
  const ids = items.map(idOf);
  let order = ids;
  if (before.list === list && isInHand()) {
    const there = new Set(ids);
    const stayed = before.order.filter((id) => there.has(id));
    const known = new Set(stayed);
    order = [...stayed, ...ids.filter((id) => !known.has(id))];
  }
  isMoved.current = order.some((id, n) => id !== ids[n]);
  shown.current = { list, items, order };
  if (!isMoved.current) return items;
  const byId = new Map(items.map((item, n) => [ids[n]!, item]));
  return order.map((id) => byId.get(id)!);
}
