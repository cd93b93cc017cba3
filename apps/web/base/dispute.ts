import { useQuery } from '@tanstack/react-query';
import { get } from './api.js';

export function useDispute(id: string, at?: string) {
  return useQuery({
    queryKey: at ? ['dispute', id, at] : ['dispute', id],
    queryFn: ({ signal }) => get('/disputes/{id}', { path: { id }, query: { at }, signal }),
    ...(at ? { staleTime: Infinity } : { refetchInterval: 60_000 }),
  });
}
