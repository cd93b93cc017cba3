import { Injectable } from '@nestjs/common';
import { MOST_MEGABYTES } from '#domain/files.js';
import type { FileType } from '#domain/words.js';
import {
  FILE_KINDS,
  SAID_TYPES,
  UNSAID,
  endingOf,
  kindByName,
  kindByType,
  type FileKindName,
} from '#lexicon/file-kinds.js';
import { badField, Problem } from '../http/problem.js';
import { foundIn } from './found.js';
import type { PictureKind } from './picture.js';
import { Pictures } from './pictures.js';
import { Scanner } from './scanner.js';

/** What is kept of a file that somebody handed in. */
export interface Cleaned {
  mediaType: FileType;
  bytes: Buffer;
  /** WebP, of what can be shown. */
  thumbnail: Buffer | null;
}

/** How whoever hands it in calls it. */
export interface Said {
  /** The `content-type` of the request. */
  type: string;
  name?: string | undefined;
}

const MEGABYTE = 1024 * 1024;

/**
 * A file is what its own bytes say, and what it was called has to agree. A picture is drawn anew, upright, without the
 * place and the telephone that a camera writes into it; everything else stays as it is and is only ever handed out to be
 * saved.
 */
@Injectable()
export class Cleaning {
  constructor(
    private readonly pictures: Pictures,
    private readonly scanner: Scanner,
  ) {}

  /**
   * @throws Problem FILE_NOT_TAKEN where it is of no kind that is taken or not what it is called; FILE_TOO_LARGE;
   *   BAD_REQUEST where it is empty, broken or has a password that hides what it is; FILE_INFECTED, SCANNER_AWAY
   */
  async of(handed: unknown, said: Said): Promise<Cleaned> {
    if (!Buffer.isBuffer(handed)) throw notTaken(null, said);
    if (handed.length === 0) throw badField('', 'EMPTY_FILE', 'the file is empty');
    const found = await foundIn(handed);
    if ('found' in found) throw notTaken(found.found, said);
    if ('wrong' in found) throw found.wrong === 'protected' ? locked() : broken();
    const { kind, bytes } = found;
    if (!agrees(kind, said)) throw notTaken(FILE_KINDS[kind].types[0], said);
    const { group } = FILE_KINDS[kind];
    if (handed.length > MOST_MEGABYTES[group] * MEGABYTE) throw new Problem('FILE_TOO_LARGE', { most: MOST_MEGABYTES });
    await this.scanner.demandClean(handed);
    if (group !== 'picture') {
      return { mediaType: FILE_KINDS[kind].types[0] as FileType, bytes, thumbnail: null };
    }
    const drawn = await this.pictures.drawn(bytes, kind as PictureKind);
    if (!('wrong' in drawn)) {
      return { ...drawn, bytes: Buffer.from(drawn.bytes), thumbnail: Buffer.from(drawn.thumbnail) };
    }
    if (drawn.wrong === 'too-many-points') {
      throw badField(
        '',
        'TOO_MANY_POINTS',
        'more than 50 megapixels, of one JPEG, PNG or TIFF more than 210, of one HEIC or AVIF more than 150: take it as JPEG (on a phone "Most Compatible"), or make it smaller',
      );
    }
    throw broken();
  }
}

const broken = () => badField('', 'BROKEN_FILE', 'the file is broken or breaks off: open it once, and save it again');

const locked = () =>
  badField('', 'PASSWORD_PROTECTED', 'the file is protected by a password: take the password off and save it again');

const notTaken = (found: string | null, { type, name }: Said) =>
  new Problem('FILE_NOT_TAKEN', { found, called: name ?? type, taken: SAID_TYPES.filter((each) => each !== UNSAID) });

/** Of pictures one may be called as another: telephones and messengers do, and it is drawn anew. */
function agrees(kind: FileKindName, { type, name }: Said): boolean {
  const calls = [
    ...(type === UNSAID ? [] : [kindByType(type)]),
    ...(name === undefined || endingOf(name) === null ? [] : [kindByName(name)]),
  ];
  const isPicture = (each: FileKindName) => FILE_KINDS[each].group === 'picture';
  return calls.every((each) => each === kind || (each !== null && isPicture(each) && isPicture(kind)));
}
