import type { OpenPost, ReadinessItem } from '#domain/people/readiness.js';

export interface SetupShapes {
  Setup: Setup;
  Readiness: Readiness;
}

declare module '../http/answers.js' {
  interface Shapes extends SetupShapes {}
}

/** Steps of the guided setup, in order; each can be left out and taken again. */
export const SETUP_STEPS = ['region', 'departments', 'people', 'rules', 'channels', 'invitations'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export interface Setup {
  /** Whether nobody looks after the installation yet: then whoever has the code begins. */
  open: boolean;
  /** For who looks after it; empty for others. */
  done: SetupStep[];
  missing: SetupStep[];
  /** Of the departments that there are, with whom to begin; empty for others. */
  posts: OpenPost[];
}

/** Pages of the console; with what the operator does, a place on the very page. */
export type ReadinessLink =
  | '/people'
  | '/calendar'
  | '/policy'
  | '/settings'
  | '/readiness#no-backup'
  | '/readiness#keys-old';

export interface Readiness {
  items: (ReadinessItem & {
    /** Where in the console it is mended. */
    link: ReadinessLink;
  })[];
}
