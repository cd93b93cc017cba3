import { useQuery } from '@tanstack/react-query';
import { get } from '../base/api.js';
import { usePaused } from '../parts/paused.js';
import type { Draft } from './draft.js';

/** Who is proposed for what was typed so far and what is like it; asked again when typing pauses. */
export function useProposal({ category, village, title: about, parties, dangerSigns, rehearsal }: Draft) {
  const asked = usePaused({
    category,
    village,
    title: about,
    names: parties.map((each) => each.name.trim()),
    dangerSigns,
  });
  return useQuery({
    queryKey: ['proposal', asked, rehearsal],
    queryFn: ({ signal }) => {
      const { category, village, title, names, dangerSigns } = asked;
      if (category === '') throw new Error('nothing to propose for');
      const query = { category, village, title: title.trim(), name: names.filter(Boolean), dangerSign: dangerSigns };
      return get('/proposal', { query: { ...query, ...(rehearsal && { rehearsal: 'true' }) }, signal });
    },
    enabled: asked.category !== '' && asked.village !== '',
    placeholderData: (before) => before,
  }).data;
}
