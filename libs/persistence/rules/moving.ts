/** What seals the reason of a rollout of rules. */
export const MOVE_RULES = 'move-rules';

/** Of the rollout of rules: which were published, and why open cases move to them. */
export interface Moving {
  cause: 'policy' | 'calendar';
  /** Of the policy or the calendar, as `cause` says. */
  version: string;
  /** Whether a date that was announced may come earlier. */
  allowShorter: boolean;
  /** Why, sealed with the installation's own key as a text of `move-rules`. */
  reason: string;
  /** Whether what is entered while it runs moves as well; else only what was chosen. */
  all: boolean;
}
