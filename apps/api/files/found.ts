import { fileTypeFromBuffer } from 'file-type';
import { kindByType, type FileKindName } from '#lexicon/file-kinds.js';
import { filmIn } from './boxes.js';
import { compoundIn } from './compound.js';
import { packedIn } from './packed.js';

/** What somebody handed in, by its own bytes. */
export interface Found {
  kind: FileKindName;
  /** As it is kept where it is no picture: what plays loses what its recorder noted in it. */
  bytes: Buffer;
}

/** How a zip begins, and with it most of what offices write. */
const PACKED = Buffer.from('PK\u0003\u0004');
/** What lies in boxes of films, whatever it calls itself. */
const FILM = /^(video|audio)\/(mp4|x-m4a|x-m4v|x-m4b|quicktime|3gpp2?)$/;
/** The disk in which documents of before 2007 lie. */
const COMPOUND = 'application/x-cfb';

/** @returns what it says it is where that is none of ours (`found`), null where it says nothing */
export async function foundIn(
  bytes: Buffer,
): Promise<Found | { wrong: 'broken' | 'protected' } | { found: string | null }> {
  if (bytes.subarray(0, PACKED.length).equals(PACKED)) {
    const kind = packedIn(bytes);
    if (kind === 'broken') return { wrong: 'broken' };
    return kind === null ? { found: null } : { kind, bytes };
  }
  // It looks into some of what it finds, and may find that broken.
  const said = await fileTypeFromBuffer(bytes).catch(() => 'broken' as const);
  if (said === 'broken') return { wrong: 'broken' };
  const type = said?.mime ?? null;
  if (type === null) return isMail(bytes) ? { kind: 'eml', bytes } : { found: null };
  if (FILM.test(type)) return filmIn(bytes) ?? { wrong: 'broken' };
  if (type === COMPOUND) {
    const kind = compoundIn(bytes);
    if (kind === 'broken' || kind === 'protected') return { wrong: kind };
    return kind === null ? { found: type } : { kind, bytes };
  }
  const kind = kindByType(type);
  if (kind === null) return { found: type };
  return kind === 'pdf' && !hasEnd(bytes) ? { wrong: 'broken' } : { kind, bytes };
}

/** Of a document that broke off on its way the end is missing; what other programs wrote after it is none of it. */
const hasEnd = (bytes: Buffer) => bytes.subarray(-64 * 1024).includes('%%EOF');

const LOOKED_AT = 64 * 1024;
/** Of these each message has one, whatever made it (RFC 5322, 3.6). */
const HEADS = /^(from|received|return-path):/i;
const HEAD = /^[!-9;-~]{1,80}:/;

/** A message as mail programs save it: text whose first lines are its heads, up to an empty one. */
function isMail(bytes: Buffer): boolean {
  const start = bytes.subarray(0, LOOKED_AT);
  if (start.includes(0)) return false;
  const lines = start.toString('latin1').split(/\r?\n/);
  const end = lines.indexOf('');
  const heads = lines.slice(0, end === -1 ? lines.length - 1 : end);
  return (
    heads.every((line, n) => HEAD.test(line) || (n > 0 && /^[ \t]/.test(line))) &&
    heads.some((line) => HEADS.test(line))
  );
}
