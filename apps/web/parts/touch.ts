import { useSyncExternalStore } from 'react';

const coarse = matchMedia('(pointer: coarse)');
const subscribe = (changed: () => void) => {
  coarse.addEventListener('change', changed);
  return () => coarse.removeEventListener('change', changed);
};

/** Whether a finger points: then the controls of the browser itself are the better ones. */
export const useTouch = () => useSyncExternalStore(subscribe, () => coarse.matches);
