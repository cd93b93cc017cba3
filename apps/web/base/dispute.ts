import { useQuery } from '@tanstack/react-query';
import { get } from './api.js';
import { useWhileAlone } from './live.js';

/** The stream tells nothing of rehearsals. */
const LOOK_MS = 60_000;

export function useDispute(id: string, at?: string) {
  const alone = useWhileAlone(LOOK_MS);
  return useQuery({
    queryKey: at ? ['dispute', id, at] : ['dispute', id],
    queryFn: ({ signal }) => get('/disputes/{id}', { path: { id }, query: { at }, signal }),
    refetchInterval: ({ state }) => (at ? false : state.data?.rehearsal ? LOOK_MS : alone),
    ...(at && { staleTime: Infinity }),
  });
}
