import { timingSafeEqual } from 'node:crypto';
import type { CommandActor } from '#domain/people/actor.js';
import type { Instant } from '#domain/time/time.js';
import type { RolloutKind } from '#domain/words.js';
import { canonical } from '../database/canonical.js';
import type { Vault } from '../vault/vault.js';

/**
 * What a rollout does, it does in somebody's name: that they asked for it is vouched for by the door that they came
 * through, as it is of commands (architecture.md §1, "Signed"). Who owns the database has no key for that.
 */
export type Vouching = Pick<Vault, 'vouch'>;

/** What was asked: by whom, of what, with what, and when it takes effect. */
export interface Asked {
  id: string;
  kind: RolloutKind;
  what: unknown;
  actor: CommandActor;
  madeAt: Instant;
}

export function macOf(vault: Vouching, { id, kind, what, actor, madeAt }: Asked): string {
  return vault.vouch('rollout', id, kind, canonical(what), canonical(actor), madeAt);
}

/** Of one thing that it is done to. */
export function itemMacOf(vault: Vouching, rolloutId: string, subject: string): string {
  return vault.vouch('rollout item', rolloutId, subject);
}

export function isVouched(told: string | null, mac: string): boolean {
  const [ours, theirs] = [Buffer.from(mac), Buffer.from(told ?? '')];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
