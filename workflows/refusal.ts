import { ApplicationFailure } from '@temporalio/workflow';
import { DomainError } from '#domain/errors.js';
import { REFUSAL_TYPE } from './messages.js';

/**
 * A rule's no as a failure that an update may carry, with the code and its facts. A plain error in a handler would
 * block the workflow task; anything that is not a refusal is a fault and flies on.
 */
export function asFailure(error: unknown): ApplicationFailure {
  if (!(error instanceof DomainError)) throw error;
  return ApplicationFailure.create({
    type: REFUSAL_TYPE,
    message: error.code,
    nonRetryable: true,
    details: [error.code, error.facts],
  });
}
