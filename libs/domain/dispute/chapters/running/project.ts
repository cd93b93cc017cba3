import type { Projections } from '../../row.js';

export const RUNNING = {
  CoreRaised: (row) => row,
  ClockForwarded: (row) => row,
  CommandRefused: (row) => row,
} satisfies Partial<Projections>;
