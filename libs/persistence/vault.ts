import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { SealedText } from '#domain/events.js';

/**
 * Texts at rest (architecture.md §1): each dispute has a key of its own, wrapped by the master key. Temporal and the
 * record only see ciphertext; destroying the key makes every copy unreadable at once.
 */

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
}

/** Seals and opens the texts of one dispute. The dispute's id is bound in, so a text cannot be moved to another. */
export class TextKey {
  constructor(
    private readonly disputeId: string,
    private readonly key: Buffer,
  ) {}

  seal(text: unknown): SealedText {
    return `${VERSION}.${encrypt(this.key, Buffer.from(JSON.stringify(text)), this.disputeId).toString('base64')}`;
  }

  open(sealed: SealedText): unknown {
    const [version, body] = sealed.split('.');
    if (version !== VERSION || !body) throw new Error(`a sealed text of an unknown form: ${version}`);
    return JSON.parse(decrypt(this.key, Buffer.from(body, 'base64'), this.disputeId).toString());
  }
}

/** Keys kept open in memory; a process forgets the oldest first. */
const KEYS_CACHED = 5_000;

export class Vault {
  private readonly wrapping: Buffer;
  private readonly matching: Buffer;
  private readonly own: Buffer;
  private readonly cache = new Map<string, TextKey>();

  /** @param masterKey 32 bytes; everything else is derived from it, so rotation only re-wraps */
  constructor(masterKey: Buffer) {
    if (masterKey.length !== 32) throw new Error('the master key must have 32 bytes');
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', masterKey, '', purpose, 32));
    this.wrapping = derive('wrap dispute keys');
    this.matching = derive('match without reading');
    this.own = derive('seal what belongs to no dispute');
  }

  /** A keyed hash: equal inputs are found again, nobody without the master key can guess them. */
  match(...parts: string[]): string {
    return createHmac('sha256', this.matching).update(parts.join('\u0000')).digest('base64url');
  }

  /** Seals what belongs to no dispute; the purpose is bound in. */
  sealOwn(text: string, purpose: string): string {
    return `${VERSION}.${encrypt(this.own, Buffer.from(text), purpose).toString('base64')}`;
  }

  openOwn(sealed: string, purpose: string): string {
    const [version, body] = sealed.split('.');
    if (version !== VERSION || !body) throw new Error(`a sealed text of an unknown form: ${version}`);
    return decrypt(this.own, Buffer.from(body, 'base64'), purpose).toString();
  }

  /** Makes the key of a new dispute; a repeat of the same registration finds the one that is there. */
  async create(db: Pick<DataSource, 'query'>, disputeId: string): Promise<TextKey> {
    const wrapped = encrypt(this.wrapping, randomBytes(32), disputeId);
    await db.query(`INSERT INTO dispute_key (dispute_id, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
      disputeId,
      wrapped,
    ]);
    const key = await this.find(db, disputeId);
    if (!key) throw new Error('the key of a new dispute vanished');
    return key;
  }

  /** The key of a dispute; null when it was destroyed: its texts are gone for good. */
  async find(db: Pick<DataSource, 'query'>, disputeId: string): Promise<TextKey | null> {
    const cached = this.cache.get(disputeId);
    if (cached) return cached;
    const rows: { wrapped: Buffer }[] = await db.query(`SELECT wrapped FROM dispute_key WHERE dispute_id = $1`, [
      disputeId,
    ]);
    if (!rows[0]) return null;
    const key = new TextKey(disputeId, decrypt(this.wrapping, rows[0].wrapped, disputeId));
    if (this.cache.size >= KEYS_CACHED) this.cache.delete(this.cache.keys().next().value!);
    this.cache.set(disputeId, key);
    return key;
  }
}
