import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';

const KEPT = 'dispute-console.places';
/** Content comes a moment after the page: so long it is waited for. */
const PATIENCE_MS = 1_500;

function recalled(): Map<string, number> {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(KEPT) ?? '[]') as [string, number][]);
  } catch {
    return new Map();
  }
}
const places = recalled();

/** Back finds a list where one left it; a new page begins at its top; a filter or a tab moves nothing. */
export function usePlaces(): void {
  const { key, pathname, search, hash } = useLocation();
  // A page that was loaded, and not come to from another, is called the same whatever its address.
  const place = key === 'default' ? pathname + search : key;
  const isBack = String(useNavigationType()) === 'POP';
  const before = useRef(pathname);
  useEffect(() => {
    history.scrollRestoration = 'manual';
    const keep = () => {
      try {
        sessionStorage.setItem(KEPT, JSON.stringify([...places].slice(-50)));
      } catch {
        // A page that forgets its places works too.
      }
    };
    window.addEventListener('pagehide', keep);
    return () => window.removeEventListener('pagehide', keep);
  }, []);
  useLayoutEffect(() => {
    const moved = before.current !== pathname;
    before.current = pathname;
    let again = 0;
    const wanted = isBack ? places.get(place) : undefined;
    if (wanted) {
      const until = performance.now() + PATIENCE_MS;
      const go = () => {
        window.scrollTo(0, wanted);
        if (Math.abs(window.scrollY - wanted) > 2 && performance.now() < until) again = requestAnimationFrame(go);
      };
      go();
    } else if (moved && !hash) window.scrollTo(0, 0);
    const stop = () => cancelAnimationFrame(again);
    const note = () => void places.set(place, window.scrollY);
    // Another address of the page that one is on, and nothing moved.
    if (!moved && !isBack) note();
    // Whoever scrolls meanwhile knows better.
    window.addEventListener('wheel', stop, { passive: true });
    window.addEventListener('touchmove', stop, { passive: true });
    window.addEventListener('scroll', note, { passive: true });
    return () => {
      stop();
      window.removeEventListener('wheel', stop);
      window.removeEventListener('touchmove', stop);
      window.removeEventListener('scroll', note);
    };
  }, [place, pathname, hash, isBack]);
}
