import type { DisputeRow, Phase } from '../dispute/row.js';
import { millisOf, MINUTE, type Instant } from '../time/time.js';

export interface Attribution {
  totalMinutes: number;
  parts: { departmentId: string; phase: Phase; from: Instant; to: Instant; minutes: number }[];
}

/** The attribution up to a moment. Minutes are cut on one common grid, so that they add up to the total exactly. */
export function attributionAt(row: Pick<DisputeRow, 'attribution' | 'createdAt'>, now: Instant): Attribution {
  const origin = millisOf(row.createdAt);
  const grid = (at: Instant) => Math.floor((millisOf(at) - origin) / MINUTE);
  const parts = row.attribution
    .map((part) => ({ ...part, to: part.to ?? (now > part.from ? now : part.from) }))
    .map((part) => ({ ...part, minutes: grid(part.to) - grid(part.from) }));
  return { totalMinutes: parts.reduce((sum, part) => sum + part.minutes, 0), parts };
}
