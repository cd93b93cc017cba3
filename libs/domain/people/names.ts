/** What departments and people are called by and reached at, as a form and a sheet have to have it. */

export const DEPARTMENT_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** An identity provider's names have dots and lines too. */
export const USERNAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** No part of a host's name ends with a hyphen (RFC 1123, 2.1). */
export const EMAIL =
  /^(?!\.)(?!.*\.\.)[A-Za-z0-9_'+\-.]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/;
export const PHONE = /^\+?[\d -]{5,20}$/;
/** In characters. */
export const LONGEST = { department: 100, person: 50, email: 200 };

/** What is compared of a name: case, width and blanks tell nobody apart. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[\s\u00AD\u200B-\u200F\u2060\uFEFF]/gu, '')
    .toLowerCase()
    .normalize('NFKC');
}
