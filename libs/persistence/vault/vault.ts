import { createHmac, createPrivateKey, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { SealedText } from '#domain/dispute/events.js';
import { canonical } from '../database/canonical.js';
import { decrypt, encrypt, KEY_BYTES, openText, sealText } from './cipher.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import { KeyRing, MissingMasterKey } from './key-ring.js';

/**
 * Texts at rest (architecture.md §1): each dispute has a key of its own, wrapped by a master key. Temporal and the
 * record only see ciphertext; destroying the key makes every copy unreadable at once.
 */

/** Seals and opens the texts of one dispute. The dispute's id is bound in, so a text cannot be moved to another. */
export class TextKey {
  constructor(
    private readonly disputeId: string,
    private readonly key: Buffer,
  ) {}

  seal(text: unknown): SealedText {
    return sealText(this.key, JSON.stringify(text), this.disputeId);
  }

  sealBytes(bytes: Buffer): Buffer {
    return encrypt(this.key, bytes, this.disputeId);
  }

  openBytes(sealed: Buffer): Buffer {
    return decrypt(this.key, sealed, this.disputeId);
  }

  open(sealed: SealedText): unknown {
    return JSON.parse(openText(this.key, sealed, this.disputeId));
  }
}

/** Keys kept open in memory; a process forgets the oldest first, and each after a minute: it may have been destroyed. */
const KEYS_CACHED = 5_000;
const KEPT_MS = 60_000;

/**
 * Keys that belong to no dispute: random, wrapped like all others, so that what hangs on them outlives every master
 * key. The second word is what each was derived by before they were kept.
 */
const OWN_KEYS = {
  match: 'match without reading',
  seal: 'seal what belongs to no dispute',
  sign: 'sign what leaves the house',
  command: 'sign what a person asks',
} as const;
/** What stands before the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410, 7). */
const ED25519_SEED = Buffer.from('302e020100300506032b657004220420', 'hex');
type OwnKeys = Record<keyof typeof OWN_KEYS, Buffer>;

const FOREIGN_KEY_VIOLATION = '23503';

interface Wrapped {
  wrapped: Buffer | null;
  wrappedBy: string | null;
}

export class Vault {
  private readonly cache = new Map<string, { key: TextKey; until: number }>();

  private constructor(
    private readonly readRing: () => string,
    private ring: KeyRing,
    /** The master key that wraps what is new. */
    private current: string,
    private readonly owned: OwnKeys,
  ) {}

  /**
   * Takes the ring and what it opens of the database. The first vault of an empty database makes what is missing.
   *
   * @param readRing the master keys (`KeyRing.of`); asked again when a key was wrapped by one that is not known yet
   * @throws MissingMasterKey when one is not there that still wraps something
   */
  static async open(db: Db, readRing: () => string): Promise<Vault> {
    const ring = KeyRing.of(readRing());
    await db.query(
      `INSERT INTO master_key (id, current) SELECT $1, true WHERE NOT EXISTS (SELECT FROM master_key)
       ON CONFLICT DO NOTHING`,
      [ring.newest],
    );
    const current = await checked(db, ring);
    const own: Partial<OwnKeys> = {};
    for (const purpose of Object.keys(OWN_KEYS) as (keyof OwnKeys)[]) {
      await db.query(`INSERT INTO own_key (purpose, wrapped, wrapped_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [
        purpose,
        ring.wrap(current, randomBytes(KEY_BYTES), purpose),
        current,
      ]);
      const kept = await one<Wrapped>(db, `SELECT wrapped, wrapped_by AS "wrappedBy" FROM own_key WHERE purpose = $1`, [
        purpose,
      ]);
      own[purpose] = ownKey(ring, purpose, kept);
    }
    return new Vault(readRing, ring, current, own as OwnKeys);
  }

  /** A keyed hash: equal inputs are found again, nobody without the key can guess them. */
  match(...parts: string[]): string {
    return createHmac('sha256', this.owned.match).update(parts.join('\u0000')).digest('base64url');
  }

  /** An HMAC that only who has this installation's keys can make: the API's door, and the record. */
  vouch(...parts: string[]): string {
    return createHmac('sha256', this.owned.command).update(canonical(parts)).digest('base64url');
  }

  /** An Ed25519 signature (RFC 8032), which whoever has `publicKey` can check. */
  sign(data: Buffer): Buffer {
    return sign(null, data, this.signingKey());
  }

  /** As PEM (SubjectPublicKeyInfo). */
  publicKey(): string {
    return createPublicKey(this.signingKey()).export({ type: 'spki', format: 'pem' }).toString();
  }

  private signingKey(): KeyObject {
    return createPrivateKey({ key: Buffer.concat([ED25519_SEED, this.owned.sign]), format: 'der', type: 'pkcs8' });
  }

  /** Seals what belongs to no dispute; the purpose is bound in. */
  sealOwn(text: string, purpose: string): string {
    return sealText(this.owned.seal, text, purpose);
  }

  openOwn(sealed: string, purpose: string): string {
    return openText(this.owned.seal, sealed, purpose);
  }

  /** The key of what belongs to no dispute yet; the purpose is bound in. */
  own(purpose: string): TextKey {
    return new TextKey(purpose, this.owned.seal);
  }

  /** Makes the key of a new dispute; a repeat of the same registration finds the one that is there. */
  async create(db: Db, disputeId: string): Promise<TextKey> {
    const key = randomBytes(KEY_BYTES);
    const insert = (): Promise<unknown[]> =>
      db.query(
        `INSERT INTO dispute_key (dispute_id, wrapped, wrapped_by) VALUES ($1, $2, $3)
         ON CONFLICT (dispute_id) DO NOTHING RETURNING dispute_id`,
        [disputeId, this.ring.wrap(this.current, key, disputeId), this.current],
      );
    const inserted = await insert().catch(async (error: { code?: string }) => {
      // The master key that was current was retired meanwhile.
      if (error.code !== FOREIGN_KEY_VIOLATION) throw error;
      await this.renew(db);
      return insert();
    });
    if (inserted.length > 0) return this.remember(disputeId, new TextKey(disputeId, key));
    const found = await this.find(db, disputeId);
    if (!found) throw new Error('the key of a new dispute vanished');
    return found;
  }

  /** The key of a dispute; null when it was destroyed: its texts are gone for good. */
  async find(db: Db, disputeId: string): Promise<TextKey | null> {
    const cached = this.cache.get(disputeId);
    if (cached && cached.until > Date.now()) return cached.key;
    this.cache.delete(disputeId);
    const [kept] = await rows<Wrapped>(
      db,
      `SELECT wrapped, wrapped_by AS "wrappedBy" FROM dispute_key WHERE dispute_id = $1`,
      [disputeId],
    );
    if (!kept) return null;
    // Wrapped anew by a key that came into the ring after this process began.
    if (kept.wrappedBy !== null && !this.ring.has(kept.wrappedBy)) await this.renew(db);
    return this.remember(disputeId, new TextKey(disputeId, this.ring.unwrap(kept.wrappedBy, kept.wrapped!, disputeId)));
  }

  private remember(disputeId: string, key: TextKey): TextKey {
    if (this.cache.size >= KEYS_CACHED) this.cache.delete(this.cache.keys().next().value!);
    this.cache.set(disputeId, { key, until: Date.now() + KEPT_MS });
    return key;
  }

  /** A key that was destroyed; other processes forget it within a minute, and show no text of what was erased. */
  forget(disputeId: string): void {
    this.cache.delete(disputeId);
  }

  private async renew(db: Db): Promise<void> {
    const ring = KeyRing.of(this.readRing());
    this.current = await checked(db, ring);
    this.ring = ring;
  }
}

/**
 * The master key that is current, if the ring has all that are still needed.
 *
 * @throws MissingMasterKey when it has not
 */
export async function checked(db: Db, ring: KeyRing): Promise<string> {
  const known = await rows<{ id: string; current: boolean }>(db, `SELECT id, current FROM master_key ORDER BY id`);
  const missing = known.filter(({ id }) => !ring.has(id)).map(({ id }) => id);
  if (missing.length > 0) throw new MissingMasterKey(missing, ring.ids);
  return known.find((each) => each.current)?.id ?? ring.newest;
}

/** @returns the key of one purpose, unwrapped */
export function ownKey(ring: KeyRing, purpose: string, { wrapped, wrappedBy }: Wrapped): Buffer {
  if (wrapped === null) return ring.derived(OWN_KEYS[purpose as keyof typeof OWN_KEYS]);
  return ring.unwrap(wrappedBy, wrapped, purpose);
}
