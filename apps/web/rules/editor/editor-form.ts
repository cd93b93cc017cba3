import { useQuery } from '@tanstack/react-query';
import { get } from '../../base/api.js';

/** What a policy is made of; it changes with a release alone. */
export function usePolicyForm() {
  return useQuery({
    queryKey: ['policy-form'],
    queryFn: ({ signal }) => get('/policies/form', { signal }),
    staleTime: Infinity,
  });
}
