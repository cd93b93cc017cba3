import { createHash } from 'node:crypto';

/** Finds what people typed in anything that a machine wrote, also where it is encoded or hashed without a key. */

/** As it was before it was spread for the search. */
export const unspread = (text: string) => text.replace(/X(?=[^\0-\x7f])|(?<=[^\0-\x7f])X/gu, '');

/** A text with all base64 in it opened, twice: payloads hold documents, documents hold sealed texts. */
export function unwrapped(text: string, depth = 2): string {
  if (depth === 0) return text;
  const inner = [...text.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)].map((match) =>
    unwrapped(Buffer.from(match[0], 'base64').toString(), depth - 1),
  );
  return [text, unspread(text), ...inner].join('\n');
}

const plainly = (text: string) =>
  text
    .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/(?:%[\da-f]{2})+/gi, (encoded) => Buffer.from(encoded.replaceAll('%', ''), 'hex').toString());

/** Longer than a word that anybody writes about anything. */
const TELLING = /[\u4e00-\u9fff]{5,}|\d{11,}X?/g;
const WRITTEN = /[\u4e00-\u9fff]{2,}|\d{11,}X?/g;
const DIGEST = /[A-Za-z0-9+/_-]{43,64}={0,2}/g;

export interface Secrets {
  /** Names, telephones, numbers: found whole. */
  whole: readonly string[];
  /** Stories and places: found by any stretch that is long enough. */
  told: readonly string[];
}

/** What of these is in there, as it is, encoded, or as a hash that can be guessed. */
export function tracesIn(text: string, { whole, told }: Secrets): string[] {
  const all = unwrapped(plainly(text));
  const written = [...new Set(all.match(WRITTEN) ?? [])].join('\n');
  const digests = new Set((all.match(DIGEST) ?? []).map((each) => each.replace(/=+$/, '')));
  const hashed = (secret: string) => {
    const hash = createHash('sha256').update(secret).digest();
    return (['hex', 'base64', 'base64url'] as const).some((form) =>
      digests.has(hash.toString(form).replace(/=+$/, '')),
    );
  };
  const pieces = [...whole, ...told.flatMap((each) => each.match(TELLING) ?? [])];
  return [
    ...pieces.filter((each) => written.includes(each) || (!/[\u4e00-\u9fff]|^\d/.test(each) && all.includes(each))),
    ...whole.filter(hashed),
  ];
}
