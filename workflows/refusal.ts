import { ApplicationFailure, TemporalFailure } from '@temporalio/workflow';
import { DomainError, NOT_SIGNED, RECORD_BEHIND, UNLAWFUL } from '#domain/errors.js';
import { REFUSAL_TYPE } from './messages.js';

/**
 * A rule's no as a failure that an update may carry, with the code, its facts and the seq of the state that was judged
 * from. A plain error in a handler would block the workflow task; anything that is not a refusal is a fault and flies on.
 */
export function asFailure(error: unknown, seq: number): ApplicationFailure {
  if (!(error instanceof DomainError)) throw error;
  return ApplicationFailure.create({
    type: REFUSAL_TYPE,
    message: error.code,
    nonRetryable: true,
    details: [error.code, error.facts, seq],
  });
}

/** Nobody's no: the record was put back to before what this case knows, and nothing can be judged from either. */
export function recordBehind(seq: number): ApplicationFailure {
  return ApplicationFailure.create({ type: RECORD_BEHIND, message: RECORD_BEHIND, nonRetryable: true, details: [seq] });
}

/** Nobody's no either: it was sent past the API's door. */
export function notSigned(): ApplicationFailure {
  return ApplicationFailure.create({ type: NOT_SIGNED, message: NOT_SIGNED, nonRetryable: true });
}

/** What the record says that no further attempt would change. */
type Told = typeof RECORD_BEHIND | typeof NOT_SIGNED | typeof UNLAWFUL;
const TOLD: readonly string[] = [RECORD_BEHIND, NOT_SIGNED, UNLAWFUL] satisfies Told[];

export function toldBy(error: unknown): Told | null {
  if (!(error instanceof TemporalFailure)) return null;
  if (error instanceof ApplicationFailure && TOLD.includes(error.type ?? '')) return error.type as Told;
  return toldBy(error.cause);
}
