import { useQuery } from '@tanstack/react-query';
import { post } from '../base/api.js';
import { usePaused } from './paused.js';
import type { DraftParty } from './party.js';

/** How many numbers stand in what was typed for each party; nothing is said until it is known, and without a network. */
export function useNumbers(parties: readonly Pick<DraftParty, 'phone' | 'idNumber'>[]) {
  const asked = usePaused(parties.map(({ phone, idNumber }) => ({ phone: phone.trim(), idNumber: idNumber.trim() })));
  const { data } = useQuery({
    queryKey: ['numbers', asked],
    queryFn: ({ signal }) => post('/numbers', { body: { parties: asked }, signal }),
    enabled: asked.some(({ phone, idNumber }) => phone !== '' || idNumber !== ''),
    // Nobody looks for them again, and they are nobody else's.
    gcTime: 0,
  });
  // What is typed on meanwhile was not asked about.
  return parties.map(({ phone, idNumber }, n) => {
    const same = asked[n]?.phone === phone.trim() && asked[n].idNumber === idNumber.trim();
    return same ? data?.parties[n] : undefined;
  });
}
