import type { PassMoment } from './commands.js';
import { DomainError, type RefusalCode } from '../errors.js';
import type { Answered } from './events.js';
import type { Instant } from '../time/time.js';

/**
 * What was asked of a case, and when: who has the state decides the same from it. So the record need not believe whoever
 * hands it entries (architecture.md §1, "Signed").
 */
export interface Deed<C extends Answered = Answered> {
  /** The workflow's clock as it decided. */
  at: Instant;
  /** None where only time passed. */
  command?: C | undefined;
  /** Set where a running case takes up these later rules of the code. */
  core?: number | undefined;
  /** Set where the record refused the command with this, and nobody waits for it: that is what is told. */
  refused?: RefusalCode | undefined;
}

/** What decides about a kind of case. */
export interface Law<S, C extends Answered, E> {
  decide(command: C | PassMoment, state: S, now: Instant): E[];
  /** The event that tells of a refusal to whoever could not wait for it; null where there is nothing to tell it to. */
  refused(command: C, state: S, code: RefusalCode, now: Instant): E[] | null;
  /** The event that a case goes on under a later number of the rules than its own; none where it does. */
  raised(state: S, to: number, now: Instant): E[];
}

/**
 * The only events that a deed may leave in the record.
 *
 * @throws DomainError where a rule refuses and that is told to nobody
 */
export function eventsOf<S, C extends Answered, E>(law: Law<S, C, E>, deed: Deed<C>, state: S): E[] {
  const { at, command, core, refused } = deed;
  if (core !== undefined) return law.raised(state, core, at);
  if (!command) return law.decide({ type: 'PassMoment', upTo: at }, state, at);
  if (refused !== undefined) return law.refused(command, state, refused, at) ?? [];
  try {
    return law.decide(command, state, at);
  } catch (error) {
    const told = error instanceof DomainError ? law.refused(command, state, error.code, at) : null;
    if (told === null) throw error;
    return told;
  }
}
