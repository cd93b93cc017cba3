import { useQuery } from '@tanstack/react-query';
import { get } from '../base/api.js';

export interface StepProps {
  /** Saved, or left out: the next one. */
  next: () => void;
}

/** How far it is. */
export const useSetup = () => useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => get('/setup', { signal }) });
