import type { Evolutions } from '../../state.js';

export const RULING = {
  RulesMoved(state, { seq, rules }) {
    // The record keeps which they are; whoever reads it looks them up (`persistence/record/ruled.ts`).
    if (!rules) throw new Error(`entry ${seq} of ${state.id} moves it to rules that nobody looked up`);
    return { ...state, rules };
  },
} satisfies Partial<Evolutions>;
