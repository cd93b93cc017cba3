import { type RefObject, useEffect, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

/** @returns what ends it */
function onPrinting(turn: (is: boolean) => void): () => void {
  const [begin, end] = [() => turn(true), () => turn(false)];
  addEventListener('beforeprint', begin);
  addEventListener('afterprint', end);
  return () => {
    removeEventListener('beforeprint', begin);
    removeEventListener('afterprint', end);
  };
}

let printing = false;

/** Drawn before the paper is: what waits for the next frame would not be on it. */
const subscribe = (changed: () => void) =>
  onPrinting((is) => {
    printing = is;
    flushSync(changed);
  });

/** Whether the page is being put on paper. */
export const usePrinting = (): boolean => useSyncExternalStore(subscribe, () => printing);

/** What is folded on the screen is open on paper, where nobody can click. */
export function useUnfoldedOnPaper(within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let folded: HTMLDetailsElement[] = [];
    return onPrinting((open) => {
      if (open) folded = [...(within.current?.querySelectorAll<HTMLDetailsElement>('details:not([open])') ?? [])];
      for (const each of folded) each.open = open;
    });
  }, [within]);
}
