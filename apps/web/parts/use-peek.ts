import { type FocusEvent, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { useAddress } from '../base/address.js';

/** Beside a list that is narrower than this nothing has its place: there a case is a page. */
const WIDE = matchMedia('(min-width: 1100px)');
const subscribe = (listener: () => void) => {
  WIDE.addEventListener('change', listener);
  return () => WIDE.removeEventListener('change', listener);
};
/** Who walks past many rows looks at the one that they rest on: each look is one at the case, and is noted. */
const REST_MS = 200;

/** The case beside the list: that of the row that had the focus last, kept in the address. */
export function usePeek() {
  const [address, change] = useAddress();
  const isWide = useSyncExternalStore(subscribe, () => WIDE.matches);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);
  const close = useCallback(() => {
    clearTimeout(rest.current);
    change({ peek: null });
  }, [change]);
  const id = isWide ? address.get('peek') : null;
  useEffect(() => {
    if (!id) return;
    const press = ({ key, target }: KeyboardEvent) => {
      if (key === 'Escape' && !(target as HTMLElement).closest('input, select, dialog')) close();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [id, close]);
  return {
    id,
    close,
    /** Of the rows. A link in one is on its way to somewhere. */
    onFocus: ({ target }: FocusEvent<HTMLElement>) => {
      const path = target.dataset.row;
      if (!isWide || path === undefined) return;
      clearTimeout(rest.current);
      rest.current = setTimeout(() => change({ peek: path.split('/').at(-1)! }), REST_MS);
    },
  };
}
