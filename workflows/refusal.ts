import { ApplicationFailure, TemporalFailure } from '@temporalio/workflow';
import { DomainError, RECORD_BEHIND } from '#domain/errors.js';
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

export function isRecordBehind(error: unknown): boolean {
  if (error instanceof ApplicationFailure && error.type === RECORD_BEHIND) return true;
  return error instanceof TemporalFailure && error.cause !== undefined && isRecordBehind(error.cause);
}
