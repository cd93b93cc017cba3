import type { Evolutions } from '../../state.js';

/** What the machine notes of its own running: later rules, a rehearsal's clock, a refusal that nobody waited for. */
export const RUNNING = {
  CoreRaised: (state, { data: { core } }) => ({ ...state, core }),
  ClockForwarded: (state, { data: { aheadMs } }) => ({ ...state, aheadMs }),
  CommandRefused: (state) => state,
} satisfies Partial<Evolutions>;
