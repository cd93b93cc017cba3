import { useQuery } from '@tanstack/react-query';
import { get } from './api.js';
import { useWhileAlone } from './live.js';
import { useMay } from './session.js';

/** What the stream tells at once is asked now and then besides. */
const LIVE_MS = 60_000;

/** How much waits for whoever is signed in, by tab of the inbox. */
export function useCounts() {
  const may = useMay();
  return useQuery({
    queryKey: ['counts'],
    queryFn: ({ signal }) => get('/inbox/counts', { signal }),
    refetchInterval: useWhileAlone(LIVE_MS),
    enabled: may('inbox.see') || may('visits.see'),
  });
}
