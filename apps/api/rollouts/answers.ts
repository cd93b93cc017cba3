import type { RolloutProgress } from '#persistence/rollouts/rollout-store.js';

export interface RolloutShapes {
  Rollout: Rollout;
}

declare module '../http/answers.js' {
  interface Shapes extends RolloutShapes {}
}

/** One act on many things, and how far it came. */
export interface Rollout extends RolloutProgress {
  /** The first of them, in their order. */
  failures: RolloutFailure[];
}

export interface RolloutFailure {
  /** What it was to be done to: the id of a case, the number of a row. */
  subject: string;
  /** As a refusal of the API, or `FAULT` where nobody knows. */
  code: string;
  /** The same in the caller's language. */
  detail: string;
}

/** What a request that begins one is answered. */
export interface Begun {
  rollout: RolloutProgress;
}
