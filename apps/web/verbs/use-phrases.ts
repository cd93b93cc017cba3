import { useQuery } from '@tanstack/react-query';
import { get, type QueryOf } from '../base/api.js';
import type { Field, Sheet } from './field.js';

const FRESH_MS = 300_000;

/** A field for why, or what was found. */
export const isSaid = ({ kind, name }: Field<Sheet>) => kind === 'text' && (name === 'reason' || name === 'note');

/** What one's department writes with a verb again and again; nothing is asked where nothing is `said`. */
export function usePhrases(verb: QueryOf<'/phrases'>['verb'], said: boolean): string[] {
  const { data } = useQuery({
    queryKey: ['phrases', verb],
    queryFn: ({ signal }) => get('/phrases', { query: { verb }, signal }),
    staleTime: FRESH_MS,
    enabled: said,
    retry: false,
  });
  return data?.phrases ?? [];
}
