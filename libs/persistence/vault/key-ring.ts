import { hkdfSync } from 'node:crypto';
import { KEY_BYTES, decrypt, encrypt } from './cipher.js';

/** A master key that is still needed and that this process was not given. */
export class MissingMasterKey extends Error {
  override readonly name = 'MissingMasterKey';
  constructor(missing: readonly string[], there: readonly string[]) {
    super(
      `MASTER_KEY: the master key ${missing.join(', ')} is still needed and not in the ring, which has ${there.join(', ')}; ` +
        `add it, or finish the rotation first (npm run rotate-key)`,
    );
  }
}

interface MasterKey {
  id: string;
  key: Buffer;
}

const derive = (key: Buffer, purpose: string, bytes = KEY_BYTES) =>
  Buffer.from(hkdfSync('sha256', key, '', purpose, bytes));

/**
 * The master keys of an installation, the newest first. A key's name is derived from the key itself, so that it cannot
 * be given to another by mistake, and says nothing about it.
 */
export class KeyRing {
  private constructor(private readonly keys: readonly MasterKey[]) {}

  /** @param text keys of 64 hexadecimal digits each, the newest first, with blanks, commas or line ends between */
  static of(text: string): KeyRing {
    const keys = text
      .split(/[\s,]+/)
      .filter((each) => each !== '')
      .map((hex) => {
        const key = Buffer.from(hex, 'hex');
        if (key.length !== KEY_BYTES) throw new Error(`a master key must have ${KEY_BYTES} bytes`);
        return { id: derive(key, 'name of a master key', 4).toString('hex'), key };
      });
    if (keys.length === 0) throw new Error('the ring has no master key');
    return new KeyRing(keys);
  }

  /** Names, the newest first. */
  get ids(): string[] {
    return this.keys.map(({ id }) => id);
  }

  get newest(): string {
    return this.keys[0]!.id;
  }

  has(id: string): boolean {
    return this.keys.some((each) => each.id === id);
  }

  wrap(id: string, key: Buffer, context: string): Buffer {
    return encrypt(this.wrapping(id), key, context);
  }

  /** @param id of the master key that wrapped it; null for what was wrapped when there was only one, now the oldest */
  unwrap(id: string | null, wrapped: Buffer, context: string): Buffer {
    return decrypt(this.wrapping(id), wrapped, context);
  }

  /** A key for one purpose, straight from the oldest master key: how keys were made before there was a ring. */
  derived(purpose: string): Buffer {
    return derive(this.keys.at(-1)!.key, purpose);
  }

  private wrapping(id: string | null): Buffer {
    const found = id === null ? this.keys.at(-1) : this.keys.find((each) => each.id === id);
    if (!found) throw new MissingMasterKey([id!], this.ids);
    return derive(found.key, 'wrap dispute keys');
  }
}
