import { ApplicationFailure, TemporalFailure } from '@temporalio/workflow';
import {
  DomainError,
  NOT_SIGNED,
  RECORD_BEHIND,
  REFUSED,
  TOLD_BY_RECORD,
  type RefusalCode,
  type ToldByRecord,
} from '#domain/errors.js';
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

/** What the record said in place of recording; null where it is something else that went wrong. */
export function saidBy(error: unknown): { told: ToldByRecord; details: unknown[] } | null {
  if (!(error instanceof TemporalFailure)) return null;
  const told = error instanceof ApplicationFailure && TOLD_BY_RECORD.find((code) => code === error.type);
  return told ? { told, details: error.details ?? [] } : saidBy(error.cause);
}

export const toldBy = (error: unknown): ToldByRecord | null => saidBy(error)?.told ?? null;

/** A rule's no that only the record could say; null where it said something else. */
export function refusalBy(error: unknown): DomainError | null {
  const said = saidBy(error);
  if (said?.told !== REFUSED) return null;
  const [code, facts] = said.details as [RefusalCode, Record<string, unknown>];
  return new DomainError(code, facts);
}
