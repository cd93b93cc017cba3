import { useQuery } from '@tanstack/react-query';
import { get } from '../base/api.js';
import { usePaused } from '../parts/paused.js';
import type { Draft } from './draft.js';

/** As many as an address may ask for. */
const MOST_NAMES = 50;

/** Who is proposed for what was typed so far and what is like it; asked again when typing pauses. */
export function useProposal({ category, village, title: about, parties, dangerSigns, rehearsal }: Draft) {
  const asked = usePaused({
    category,
    village,
    title: about,
    // A building site is told by the first of its people.
    names: parties.map((each) => each.name.trim()).slice(0, MOST_NAMES),
    dangerSigns,
  });
  return useQuery({
    queryKey: ['proposal', asked, rehearsal],
    queryFn: ({ signal }) => {
      const { category, village, title, names, dangerSigns } = asked;
      const query = {
        ...(category && { category }),
        village,
        title: title.trim(),
        name: names.filter(Boolean),
        dangerSign: dangerSigns,
      };
      return get('/proposal', { query: { ...query, ...(rehearsal && { rehearsal: 'true' }) }, signal });
    },
    // What danger does to its grade is said before the rest is known.
    enabled: (asked.category !== '' && asked.village !== '') || asked.dangerSigns.length > 0,
    placeholderData: (before) => before,
  }).data;
}
