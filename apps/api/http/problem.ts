import { HttpException } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { FieldError as SaidFieldError } from './answers.js';
import type { ProblemCode } from './problem-codes.js';

/** On its way to the filter: `detail` is in English, and said in the language of the caller there. */
export interface FieldError extends SaidFieldError {
  /** What the schema found, for saying it in another language. */
  issue?: StandardSchemaV1.Issue;
}

/** A problem on its way to the filter, which finds its status and its words. */
export class Problem extends HttpException {
  constructor(
    readonly code: ProblemCode,
    readonly extensions: { errors?: FieldError[] } & Record<string, unknown> = {},
    /** Seconds until the same may be tried again. */
    readonly retryAfter?: number,
    /** For the log alone. */
    cause?: unknown,
  ) {
    super(code, STATUS[code], { cause });
  }
}

/** 404. To be thrown, as those below. */
export function notFound(): Problem {
  return new Problem('NOT_FOUND');
}

/**
 * 400.
 *
 * @param pointer JSON Pointer into the body, or the query
 * @param detail in English; the filter says it in the caller's language
 */
export function badField(pointer: string, code: string, detail: string): Problem {
  return new Problem('BAD_REQUEST', { errors: [{ pointer, code, detail }] });
}

/** Every problem of a body at once, each with its place. */
export function badRequest(issues: readonly StandardSchemaV1.Issue[]): Problem {
  return new Problem('BAD_REQUEST', { errors: issues.flatMap(fieldErrors) });
}

/** One step of a JSON pointer (RFC 6901). */
const step = (name: PropertyKey) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

export function unknownMember(name: string, within = ''): FieldError {
  return { pointer: `${within}${step(name)}`, code: 'UNKNOWN_MEMBER', detail: `unknown member "${name}"` };
}

function fieldErrors(issue: StandardSchemaV1.Issue): FieldError[] {
  const segments = (issue.path ?? []).map((each) => (typeof each === 'object' ? each.key : each));
  const pointer = segments.map(step).join('');
  const { code = 'invalid', keys } = issue as { code?: string; keys?: string[] };
  if (code === 'unrecognized_keys' && keys) {
    return keys.map((key) => unknownMember(key, pointer));
  }
  return [{ pointer, code: code.toUpperCase(), detail: issue.message, issue }];
}

/** Which HTTP status a code has (api.md, "Errors"): a matter of this border alone. */
export const STATUS: Record<ProblemCode, number> = {
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  BODY_TOO_SLOW: 408,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_MANY_REQUESTS: 429,
  RECORD_BEHIND: 503,
  UNAVAILABLE: 503,
  INTERNAL: 500,
  CREDENTIALS_WRONG: 401,
  CROSS_SITE: 403,
  IN_PERSON_ONLY: 403,
  SIGN_IN_AGAIN: 403,
  SCOPE_MISSING: 403,
  PASSWORD_WRONG: 403,
  SIGN_IN_REFUSED: 401,
  NO_PLACE_HERE: 403,
  TOO_MANY_TOKENS: 409,
  TOO_MANY_CHANNELS: 409,
  LEGAL_NOTICES: 409,
  NOT_FAILED: 409,
  CHANNEL_OFF: 409,
  CODE_WRONG: 409,
  CODE_EXPIRED: 409,
  CODE_TRIES_OVER: 409,
  ALREADY_CONFIRMED: 409,
  TOO_MANY_CODES: 429,
  FILES_UNATTACHED: 409,
  FILE_NOT_TAKEN: 415,
  FILE_TOO_LARGE: 413,
  SHEET_TOO_LARGE: 413,
  FILE_INFECTED: 422,
  SCANNER_AWAY: 503,
  IMPORT_RAN: 409,
  NOTHING_GOOD: 409,
  ROW_DIFFERS: 409,
  ROW_GONE: 409,
  NO_ADDRESS: 409,
  NO_MAIL_SERVER: 409,
  MAIL_NOT_TAKEN: 409,
  NOT_VOUCHED: 409,
  NOT_A_DRAFT: 409,
  DRAFT_CHANGED: 409,
  NOT_IN_FORCE: 409,
  DATES_SHORTENED: 409,
  PUBLISHED_MEANWHILE: 409,
  WENT_OVER: 403,
  NOT_ALLOWED: 403,
  LOWERING_NEEDS_SUPERVISOR: 403,
  STALE_VERSION: 412,
  KEY_REUSED: 422,
  NOT_REGISTERED: 404,
  ALREADY_REGISTERED: 409,
  NOT_GRADED: 409,
  TRANSFER_OPEN: 409,
  NO_OPEN_TRANSFER: 409,
  SAME_DEPARTMENT: 409,
  NOBODY_THERE: 409,
  RETURNS_EXHAUSTED: 409,
  DESIGNATED_NO_RETURN: 409,
  RETURN_WINDOW_OVER: 409,
  RETURN_OPEN: 409,
  NO_RETURN_OPEN: 409,
  REASON_NOT_UPHELD: 409,
  NOT_HANDLING: 409,
  SAME_GRADE: 409,
  NO_SUCH_REPEAT: 409,
  PLAN_REQUIRED: 409,
  ALREADY_RESOLVED: 409,
  NOT_RESOLVED: 409,
  NO_SUCH_VISIT: 409,
  VISIT_NOT_OPEN: 409,
  VISIT_IN_PERSON_REQUIRED: 409,
  VISIT_TOO_EARLY: 409,
  VISIT_OWN_WORK: 409,
  PAIR_REQUIRED: 409,
  SIDES_MISSING: 409,
  NO_SUCH_CHECK: 409,
  CHECK_OPEN: 409,
  NO_SUCH_TERM: 409,
  TOO_MANY_FILES: 409,
  TOO_MANY_PARTIES: 409,
  NO_SUCH_PARTY: 409,
  MOMENT_OUT_OF_RANGE: 409,
  VISITS_OPEN: 409,
  OBLIGATIONS_OPEN: 409,
  ALREADY_CLOSED: 409,
  REOPEN_WINDOW_OVER: 409,
  NOT_A_REHEARSAL: 409,
  ON_HOLD: 409,
  NOT_ON_HOLD: 409,
  NOT_CLOSED: 409,
  RETENTION_RUNS: 409,
  ERASED: 409,
  SUSPENDED: 409,
  NOT_SUSPENDED: 409,
  SUSPENSION_TOO_LONG: 409,
  SUSPENDED_TOO_OFTEN: 409,
  ON_STATUTORY_TRACK: 409,
  NOT_ON_STATUTORY_TRACK: 409,
  NO_SUCH_TRACK: 409,
  NO_SUCH_STEP: 409,
  NO_SUCH_OBLIGATION: 409,
  NOT_EXTENDABLE: 409,
  EXTENSION_OPEN: 409,
  EXTENSION_EXHAUSTED: 409,
  EXTENSION_TOO_LATE: 409,
  NO_SUCH_EXTENSION: 409,
  SELF_APPROVAL: 403,
  CONSENT_REQUIRED: 409,
  MEDIATION_OVER: 409,
  NO_SUCH_ORDER: 409,
  NOTHING_TO_URGE: 409,
  URGED_TODAY: 409,
  NO_SUCH_MEETING: 409,
  NO_SUCH_DECISION: 409,
  OTHER_DEPARTMENT: 409,
  MERGE_INTO_ITSELF: 409,
  MERGE_INTO_CLOSED: 409,
  MERGE_INTO_RESOLVED: 409,
  MERGE_CIRCLE: 409,
  OTHERS_MERGED_INTO_IT: 409,
  INVALID_ONLY_BLUE: 409,
  ONLY_BY_SPLIT: 409,
  NOT_MERGED: 409,
  ITEM_NOT_NEW: 409,
  NO_DANGER_SIGNS: 409,
  DEPUTY_NOT_ALLOWED: 403,
  USERNAME_TAKEN: 409,
  DEPARTMENT_LOOP: 409,
  REGION_TAKEN: 409,
  ROLE_NOT_ALLOWED: 403,
  ROLE_NOT_PENDING: 409,
  SUCCESSOR_REQUIRED: 409,
  DEPARTMENTS_BELOW: 409,
  SUCCESSION_RUNS: 409,
  ITEMS_WAITING: 409,
  CASES_OPEN: 409,
  INVITATION_OVER: 409,
  SETUP_OVER: 409,
  SETUP_CODE_WRONG: 403,
  ALREADY_SIGNED_IN: 409,
  NO_PASSWORDS_HERE: 409,
};
