import type { RolloutProgress } from '#persistence/rollouts/rollout-store.js';
import type { Page } from '../http/answers.js';

export interface RolloutShapes {
  Rollout: Rollout;
  RolloutList: Page<RolloutProgress>;
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
  /** Of what is done to cases: what people call it; null of the others, and of a case of another region. */
  dispute: FailedCase | null;
  /** As a refusal of the API, or `FAULT` where nobody knows. */
  code: string;
  /** The same in the caller's language. */
  detail: string;
}

export interface FailedCase {
  id: string;
  number: string;
  /** Whether it is there for the caller to be opened. */
  readable: boolean;
}

/** What a request that begins one is answered. */
export interface Begun {
  rollout: RolloutProgress;
}
