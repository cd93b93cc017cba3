import { withVisitsUnder } from '../visits/project.js';
import type { Projections } from '../../row.js';

export const RUNNING = {
  CoreRaised: (row, _event, after) => withVisitsUnder(row, after),
  ClockForwarded: (row) => row,
  CommandRefused: (row) => row,
} satisfies Partial<Projections>;
