import { amend } from '../../amend.js';
import type { DisputeRow, Projections, TrackRow } from '../../row.js';

/** The track that the dispute is on: the last one that was entered. */
function onTrack(row: DisputeRow, change: (track: TrackRow) => Partial<TrackRow>): DisputeRow {
  const last = row.tracks.length - 1;
  return { ...row, tracks: row.tracks.map((each, index) => (index === last ? { ...each, ...change(each) } : each)) };
}

export const PAUSING = {
  DisputeSuspended(row, { at, data, text }) {
    const { suspensionId: id, ground, until = null } = data;
    const reason = text?.reason ?? null;
    const suspension = { id, ground, reason, from: at, until, endedAt: null, reviewedAt: null };
    return { ...row, suspensions: [...row.suspensions, suspension] };
  },
  SuspensionReviewed(row, { at, data: { suspensionId, ground, until } }) {
    const reviewed = { ground, until: until ?? null, reviewedAt: at };
    return { ...row, suspensions: amend(row.suspensions, suspensionId, reviewed) };
  },
  DisputeResumed: (row, { at, data }) => ({
    ...row,
    suspensions: amend(row.suspensions, data.suspensionId, { endedAt: at }),
  }),
  TrackEntered(row, { at, data: { track }, text }) {
    const reference = text?.reference ?? null;
    return { ...row, tracks: [...row.tracks, { track, reference, from: at, steps: [], endedAt: null, outcome: null }] };
  },
  TrackStepTaken: (row, { at, data: { step } }) =>
    onTrack(row, ({ steps }) => ({ steps: [...steps, { step, takenAt: at }] })),
  TrackEnded: (row, { at, data: { outcome } }) => onTrack(row, () => ({ endedAt: at, outcome })),
} satisfies Partial<Projections>;
