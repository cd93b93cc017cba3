import type { RefusalCode } from '#domain/errors.js';

/** Problems of the HTTP border itself; the core's refusals have their own codes. Of two with one status the last is plain. */
export const BORDER_CODES = [
  'BAD_REQUEST',
  'UNAUTHENTICATED',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'BODY_TOO_SLOW',
  'TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'TOO_MANY_REQUESTS',
  'RECORD_BEHIND',
  'UNAVAILABLE',
  'INTERNAL',
] as const;
/** Refusals at the door: who calls, from where, with what. */
export const DOOR_CODES = [
  'CREDENTIALS_WRONG',
  'CROSS_SITE',
  'IN_PERSON_ONLY',
  'SIGN_IN_AGAIN',
  'SCOPE_MISSING',
  'PASSWORD_WRONG',
  'SIGN_IN_REFUSED',
  'NO_PLACE_HERE',
  'TOO_MANY_TOKENS',
  'TOO_MANY_CHANNELS',
  'LEGAL_NOTICES',
  'NOT_FAILED',
  'CHANNEL_OFF',
  'CODE_WRONG',
  'CODE_EXPIRED',
  'CODE_TRIES_OVER',
  'ALREADY_CONFIRMED',
  'TOO_MANY_CODES',
  'FILES_UNATTACHED',
  'FILE_NOT_TAKEN',
  'FILE_TOO_LARGE',
  'FILE_INFECTED',
  'SCANNER_AWAY',
  'IMPORT_RAN',
  'NOTHING_GOOD',
  'ROW_DIFFERS',
  'ROW_GONE',
  'NO_ADDRESS',
  'NO_MAIL_SERVER',
  'MAIL_NOT_TAKEN',
  'NOT_VOUCHED',
  'NOT_A_DRAFT',
  'DRAFT_CHANGED',
  'NOT_IN_FORCE',
  'DATES_SHORTENED',
  'PUBLISHED_MEANWHILE',
  'INVITATION_OVER',
  'SETUP_OVER',
  'SETUP_CODE_WRONG',
  'ALREADY_SIGNED_IN',
  'NO_PASSWORDS_HERE',
] as const;
export type DoorCode = (typeof DOOR_CODES)[number];

export type BorderCode = (typeof BORDER_CODES)[number];
export type ProblemCode = BorderCode | DoorCode | RefusalCode;
