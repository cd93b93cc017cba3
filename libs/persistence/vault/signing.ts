import { timingSafeEqual } from 'node:crypto';
import type { CommandActor } from '#domain/people/actor.js';
import { eventsOf, type Deed, type Law } from '#domain/dispute/deed.js';
import { DomainError } from '#domain/errors.js';
import type { Actor, Answered } from '#domain/dispute/events.js';
import type { Instant } from '#domain/time/time.js';
import { canonical, sha256 } from '../database/canonical.js';
import type { Vault } from './vault.js';

/**
 * Who reaches Temporal's port is not thereby somebody (architecture.md §1, "Signed"): the API's door signs each command,
 * and the record takes only what the law makes of one that is signed.
 */

/** A command, or an entry by a person, that the API's door never saw. */
export class NotSigned extends Error {
  override readonly name = 'NotSigned';
}

/** Entries that are not what the law says of what the record holds: whoever handed them in knows another case. */
export class Unlawful extends Error {
  override readonly name = 'Unlawful';
}

export type Signable = Answered & { type: string; actor: CommandActor; receivedAt: Instant };
type Signer = Pick<Vault, 'vouch'>;
type Author = Pick<CommandActor, 'userId' | 'departmentId'>;

/** The same command with its signature; `caseId` is bound in, so that it cannot be handed to another case. */
export function signed<C extends Signable>(vault: Signer, caseId: string, command: C): C {
  const { receivedAt, actor } = command;
  const digest = digestOf(command);
  const mac = macOf(vault, caseId, actor, command, { receivedAt, digest });
  return { ...command, signature: { receivedAt, digest, mac } };
}

/** Whether the door signed what an entry answers as this person's command to this case. */
function isAuthor(vault: Signer, caseId: string, author: Author, answers: Answered): boolean {
  const { signature } = answers;
  if (!signature) return false;
  const mac = Buffer.from(macOf(vault, caseId, author, answers, signature));
  const told = Buffer.from(String(signature.mac));
  return mac.length === told.length && timingSafeEqual(mac, told);
}

function isSigned(vault: Signer, caseId: string, command: Signable): boolean {
  // Whoever reaches Temporal may send anything at all.
  const { signature, actor, receivedAt } = command as Partial<Signable>;
  if (!signature || !actor) return false;
  if (signature.receivedAt !== receivedAt || signature.digest !== digestOf(command)) return false;
  return isAuthor(vault, caseId, actor, command);
}

/** @throws NotSigned */
export function demandSigned(vault: Signer, caseId: string, { command }: Deed): void {
  if (command && !isSigned(vault, caseId, command as Signable))
    throw new NotSigned(`a command to ${caseId} is not signed`);
}

/**
 * @param state of the record, on top of which the entries are to stand
 * @throws Unlawful
 */
export function demandLawful<S, C extends Answered, E>(
  law: Law<S, C, E>,
  caseId: string,
  deed: Deed<C>,
  state: S,
  events: E[],
): void {
  if (canonical(lawful(law, caseId, deed, state)) !== canonical(events)) {
    throw new Unlawful(`what is to be recorded of ${caseId} is not what its record leads to`);
  }
}

function lawful<S, C extends Answered, E>(law: Law<S, C, E>, caseId: string, deed: Deed<C>, state: S): E[] {
  try {
    return eventsOf(law, deed, state);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new Unlawful(`by what the record holds of ${caseId} it is refused: ${error.code}`, { cause: error });
  }
}

function digestOf({ signature: _, ...command }: Signable): string {
  return sha256(canonical(command)).toString('base64url');
}

function macOf(
  vault: Signer,
  caseId: string,
  { userId, departmentId }: Author,
  { key, bodyHmac }: Answered,
  { receivedAt, digest }: { receivedAt: Instant; digest: string },
): string {
  return vault.vouch(caseId, userId, departmentId, key, bodyHmac, receivedAt, digest);
}

interface Entry {
  seq: number;
  actor: Actor;
  answers?: Answered | undefined;
}

/**
 * The entries by a person after `from` that the door did not sign, in the order of the record. A command's entries end
 * with the one that answers it.
 */
export function unsignedAmong<E extends Entry>(
  vault: Signer,
  caseId: string,
  entries: readonly E[],
  from: number,
): E[] {
  const unsigned: E[] = [];
  let batch: E[] = [];
  for (const entry of entries) {
    if (entry.seq <= from) continue;
    if (entry.actor.kind === 'person') batch.push(entry);
    const { answers } = entry;
    if (!answers) continue;
    unsigned.push(...batch.filter(({ actor }) => actor.kind === 'person' && !isAuthor(vault, caseId, actor, answers)));
    batch = [];
  }
  return [...unsigned, ...batch];
}
