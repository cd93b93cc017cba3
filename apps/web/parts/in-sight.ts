import { useEffect, useRef } from 'react';

/**
 * What comes as an answer is in sight where one pressed, also where a bar stays at the foot of a long form and the answer is
 * at its end.
 *
 * @param of what it says: as that changes it comes in sight anew
 */
export function useInSight<E extends HTMLElement>(of: unknown) {
  const here = useRef<E>(null);
  useEffect(() => here.current?.scrollIntoView({ block: 'nearest' }), [of]);
  return here;
}
