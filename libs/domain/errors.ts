/**
 * A refusal: a rule says no. The code crosses processes and is what clients read; words are made at the API's border.
 * `facts` are safe values (ids, codes, instants) that help the caller to go on, for example the open visits.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: RefusalCode,
    readonly facts: Record<string, unknown> = {},
  ) {
    super(code);
  }
}

/** Every refusal of the core. Which HTTP status a code becomes is the API's business. */
export const REFUSAL_CODES = [
  'NOT_ALLOWED',
  'ALREADY_REGISTERED',
  'NOT_REGISTERED',
  'NOT_GRADED',
  'TRANSFER_OPEN',
  'NO_OPEN_TRANSFER',
  'SAME_DEPARTMENT',
  'NOBODY_THERE',
  'RETURNS_EXHAUSTED',
  'DESIGNATED_NO_RETURN',
  'RETURN_WINDOW_OVER',
  'RETURN_OPEN',
  'NO_RETURN_OPEN',
  'REASON_NOT_UPHELD',
  'NOT_HANDLING',
  'SUSPENDED',
  'NOT_SUSPENDED',
  'SUSPENSION_TOO_LONG',
  'SUSPENDED_TOO_OFTEN',
  'ON_STATUTORY_TRACK',
  'NOT_ON_STATUTORY_TRACK',
  'NO_SUCH_TRACK',
  'NO_SUCH_STEP',
  'NO_SUCH_OBLIGATION',
  'NOT_EXTENDABLE',
  'EXTENSION_OPEN',
  'EXTENSION_EXHAUSTED',
  'EXTENSION_TOO_LATE',
  'NO_SUCH_EXTENSION',
  'SELF_APPROVAL',
  'CONSENT_REQUIRED',
  'MEDIATION_OVER',
  'NO_SUCH_ORDER',
  'NOTHING_TO_URGE',
  'URGED_TODAY',
  'NO_SUCH_MEETING',
  'NO_SUCH_DECISION',
  'OTHER_DEPARTMENT',
  'MERGE_INTO_ITSELF',
  'MERGE_INTO_CLOSED',
  'MERGE_INTO_RESOLVED',
  'MERGE_CIRCLE',
  'OTHERS_MERGED_INTO_IT',
  'INVALID_ONLY_BLUE',
  'ONLY_BY_SPLIT',
  'NOT_MERGED',
  'ITEM_NOT_NEW',
  'NO_DANGER_SIGNS',
  'LOWERING_NEEDS_SUPERVISOR',
  'SAME_GRADE',
  'NO_SUCH_REPEAT',
  'PLAN_REQUIRED',
  'ALREADY_RESOLVED',
  'NOT_RESOLVED',
  'NO_SUCH_VISIT',
  'VISIT_NOT_OPEN',
  'VISIT_IN_PERSON_REQUIRED',
  'VISIT_TOO_EARLY',
  'VISIT_OWN_WORK',
  'PAIR_REQUIRED',
  'SIDES_MISSING',
  'NO_SUCH_CHECK',
  'CHECK_OPEN',
  'NO_SUCH_TERM',
  'TOO_MANY_FILES',
  'NO_SUCH_PARTY',
  'TOO_MANY_PARTIES',
  'MOMENT_OUT_OF_RANGE',
  'VISITS_OPEN',
  'OBLIGATIONS_OPEN',
  'ALREADY_CLOSED',
  'REOPEN_WINDOW_OVER',
  'STALE_VERSION',
  'KEY_REUSED',
  'NOT_A_REHEARSAL',
  'ON_HOLD',
  'NOT_ON_HOLD',
  'NOT_CLOSED',
  'RETENTION_RUNS',
  'ERASED',
  'DEPUTY_NOT_ALLOWED',
  'USERNAME_TAKEN',
  'DEPARTMENT_LOOP',
  'REGION_TAKEN',
  'ROLE_NOT_ALLOWED',
  'ROLE_NOT_PENDING',
  'SUCCESSOR_REQUIRED',
  'DEPARTMENTS_BELOW',
  'SUCCESSION_RUNS',
  'ITEMS_WAITING',
  'CASES_OPEN',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** @throws DomainError always: where a rule says no, nothing after it is reached */
export function refuse(code: RefusalCode, facts?: Record<string, unknown>): never {
  throw new DomainError(code, facts);
}

/**
 * What a case says, instead of judging, whose record ends before what the case knows of itself: the database was put back
 * to an earlier moment. No rule's no, and so no `RefusalCode`; it crosses the same processes.
 */
export const RECORD_BEHIND = 'RECORD_BEHIND';

/** What the record says to a command that the API's door never signed: it was sent past it. */
export const NOT_SIGNED = 'NOT_SIGNED';

/** What the record says to entries that are not what it leads to: their sender knows another case. */
export const UNLAWFUL = 'UNLAWFUL';

/** What the record says of a rule's no that only it can know: it is about what the record holds of another case. */
export const REFUSED = 'REFUSED';

/** What the record says that no further attempt would change: the case has to know at once. */
export const TOLD_BY_RECORD = [RECORD_BEHIND, NOT_SIGNED, UNLAWFUL, REFUSED] as const;
export type ToldByRecord = (typeof TOLD_BY_RECORD)[number];
