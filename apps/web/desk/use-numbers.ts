import { useQuery } from '@tanstack/react-query';
import { post } from '../base/api.js';
import { usePaused } from '../parts/paused.js';
import type { DraftParty } from '../parts/party.js';

/** How many numbers stand in what was typed for each party; nothing is said until it is known, and without a network. */
export function useNumbers(parties: readonly DraftParty[]) {
  const asked = usePaused(parties.map(({ phone, idNumber }) => ({ phone: phone.trim(), idNumber: idNumber.trim() })));
  const { data } = useQuery({
    queryKey: ['numbers', asked],
    queryFn: ({ signal }) => post('/numbers', { body: { parties: asked }, signal }),
    enabled: asked.some(({ phone, idNumber }) => phone !== '' || idNumber !== ''),
    // Nobody looks for them again, and they are nobody else's.
    gcTime: 0,
  });
  return asked.map((each, n) => ({ ...each, read: data?.parties[n] }));
}
