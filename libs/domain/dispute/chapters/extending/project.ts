import { amend } from '../../amend.js';
import { authorOf } from '../../events.js';
import type { ExtensionRow, Projections } from '../../row.js';

export const EXTENDING = {
  ExtensionAsked(row, event) {
    const { extensionId: id, obligationId, by, decider } = event.data;
    const asked: ExtensionRow = {
      id,
      obligationId,
      by,
      reason: event.text?.reason ?? null,
      requestedBy: authorOf(event),
      requestedAt: event.at,
      decider,
      state: 'asked',
      decidedBy: null,
      decidedAt: null,
      decision: null,
    };
    return { ...row, extensions: [...row.extensions, asked] };
  },
  ExtensionDecided(row, event) {
    const { extensionId, approve } = event.data;
    const decided: Partial<ExtensionRow> = {
      state: approve ? 'approved' : 'refused',
      decidedBy: authorOf(event),
      decidedAt: event.at,
      decision: event.text?.reason ?? null,
    };
    return { ...row, extensions: amend(row.extensions, extensionId, decided) };
  },
  ExtensionLapsed: (row, { data }) => ({
    ...row,
    extensions: amend(row.extensions, data.extensionId, { state: 'lapsed' }),
  }),
} satisfies Partial<Projections>;
