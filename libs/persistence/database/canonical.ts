import { createHash } from 'node:crypto';

/** JSON with sorted keys and without absent members: one text for one value, whatever order a driver returned it in. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

export function sha256(...parts: (string | Buffer)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The hash of a published document: what events name beside its version. */
export function hashOf(document: unknown): string {
  return sha256(canonical(document)).toString('hex');
}
