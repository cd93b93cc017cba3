import { partiesOf } from '../entry/project.js';
import type { Projections } from '../../row.js';

export const MERGING = {
  DisputeAbsorbed(row, { at, data, text }, after) {
    const { from, parties = [], dangerSigns = row.dangerSigns, repeats = row.repeats } = data;
    const taken = { ...from, at, parties: parties.map(({ id }) => id) };
    return {
      ...row,
      dangerSigns,
      repeats,
      // Whoever finds a case by its people looks for it anew where they are others.
      ...((parties.length > 0 || text) && { parties: partiesOf(row, after, text?.parties) }),
      mergedFrom: [...(row.mergedFrom ?? []), taken],
    };
  },
  DisputeSplitOff({ mergedFrom = [], ...row }, { data: { from, removed } }, after) {
    const others = mergedFrom.filter(({ id }) => id !== from.id);
    return {
      ...row,
      ...(removed && { parties: partiesOf(row, after) }),
      ...(others.length > 0 && { mergedFrom: others }),
    };
  },
  DisputeSplit(row, { at }) {
    const { resolution, closedAt } = row;
    const away = { into: resolution!.into!, mergedAt: closedAt!, splitAt: at };
    return {
      ...row,
      splits: [...(row.splits ?? []), away],
      resolution: null,
      closedAt: null,
      plan: null,
    };
  },
} satisfies Partial<Projections>;
