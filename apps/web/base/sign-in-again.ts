import { useCallback, useEffect, useRef, useState } from 'react';
import { wire, type WhyAgain } from './api.js';

/**
 * Why somebody who is working signs in again, and what waits for it.
 *
 * @param signedIn only somebody who was signed in is asked again
 */
export function useSignInAgain(signedIn: boolean) {
  const [again, setAgain] = useState<WhyAgain | null>(null);
  const waiters = useRef<((signedIn: boolean) => void)[]>([]);

  useEffect(() => {
    wire.signInAgain = signedIn
      ? (why) => {
          setAgain((before) => (before === 'over' ? before : why));
          return new Promise((done) => waiters.current.push(done));
        }
      : null;
  }, [signedIn]);

  const answer = useCallback((signedIn: boolean) => {
    setAgain(null);
    if (signedIn) wire.signIns += 1;
    for (const go of waiters.current.splice(0)) go(signedIn);
  }, []);
  return { again, answer };
}
