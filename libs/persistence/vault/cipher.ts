import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM, as everything that is sealed here is sealed: what it belongs to is bound in. */

export const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws when the key, the context or a single bit is another */
export function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
}

const VERSION = 'v1';

/** As text: how it was sealed, and base64. */
export function sealText(key: Buffer, plain: string, context: string): string {
  return `${VERSION}.${encrypt(key, Buffer.from(plain), context).toString('base64')}`;
}

export function openText(key: Buffer, sealed: string, context: string): string {
  const [version, body] = sealed.split('.');
  if (version !== VERSION || !body) throw new Error(`a sealed text of an unknown form: ${version}`);
  return decrypt(key, Buffer.from(body, 'base64'), context).toString();
}
