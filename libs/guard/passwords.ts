import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';

/** Passwords of local accounts: how they are kept, and which are refused where one is set. */

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

/** OWASP's first choice for argon2id, the library's default algorithm: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const KEPT_AS = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;

/** One text for one password, whatever keyboard typed it. */
const typed = (password: string) => password.normalize('NFKC');

export function hashPassword(password: string): Promise<string> {
  return hash(typed(password), COST);
}

let nobody: Promise<string> | undefined;

/** Takes as long for an account that is not there as for one that is. */
export async function isPassword(password: string, kept: string | null | undefined): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(32).toString('base64'));
  const right = await verify(kept ?? (await nobody), typed(password));
  return right && kept !== null && kept !== undefined;
}

/** Whether it was hashed at another cost and should be hashed anew at the next chance. */
export function isOutdated(kept: string): boolean {
  return !kept.startsWith(KEPT_AS);
}

export type PasswordFlaw = 'TOO_SHORT' | 'TOO_LONG' | 'COMMON' | 'FROM_CONTEXT' | 'REPETITIVE';

let common: Set<string> | undefined;

/** Letters and digits only, small: `Passw0rd!!` is `passw0rd` to whoever guesses. */
const bare = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/**
 * What is wrong with a new password; null when it may be set. No rules about kinds of characters and no forced change:
 * length, no well-known password, nothing that stands beside it.
 *
 * @param context words that anybody who guesses would try: names of person, department and product
 */
export function flawOf(password: string, context: readonly string[]): PasswordFlaw | null {
  const text = typed(password);
  const length = [...text].length;
  if (length < SHORTEST_PASSWORD) return 'TOO_SHORT';
  if (length > LONGEST_PASSWORD) return 'TOO_LONG';
  common ??= new Set(dictionary['passwords-common'] as string[]);
  const core = bare(text);
  // What remains of a well-known password with a year or a few signs behind it is as well known.
  const stem = core.replace(/\d+$/, '');
  if ([text.toLowerCase(), core, stem].some((each) => common!.has(each))) return 'COMMON';
  if (new Set(core).size < 5) return 'REPETITIVE';
  const words = [...context, 'dispute', 'circulation', 'password'].map(bare).filter((each) => each.length >= 2);
  const rest = words.sort((a, b) => b.length - a.length).reduce((left, word) => left.replaceAll(word, ''), core);
  return rest.replaceAll(/\d/g, '').length < 4 && rest.length < SHORTEST_PASSWORD ? 'FROM_CONTEXT' : null;
}
