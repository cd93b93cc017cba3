import { createHash } from 'node:crypto';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError } from '#domain/errors.js';
import { isPicture, withEnding } from '#lexicon/file-kinds.js';
import { partOfFile } from '#persistence/papers/file-store.js';
import { Reader } from '#persistence/reading/reader.js';
import type { NamedFile } from '../disputes/reading.js';
import { attachment } from '../http/attachment.js';
import { notFound } from '../http/problem.js';
import { Pictures } from './pictures.js';

/** A browser of another person asks anew, and none opens what it is given. */
const PICTURE_HEADERS = {
  'cache-control': 'private, max-age=31536000, immutable',
  vary: 'cookie, authorization',
  'content-security-policy': "default-src 'none'; sandbox",
};
const FILE_HEADERS = { ...PICTURE_HEADERS, 'cache-control': 'private, no-store' };

@Injectable()
export class HandingOut {
  constructor(
    private readonly reader: Reader,
    private readonly pictures: Pictures,
  ) {}

  /**
   * The bytes that its entry tells of.
   *
   * @throws DomainError ERASED; Error where they are others
   */
  async bytes({ id, of, key, as, sha256 }: NamedFile): Promise<Buffer> {
    const content = key && (await this.reader.as(as, (db) => partOfFile(db, of, id, 'content')));
    if (!content) throw new DomainError('ERASED');
    const bytes = key.openBytes(content);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
      throw new Error(`the file ${id} of ${Object.values(of)[0]} is not what was attached`);
    }
    return bytes;
  }

  /** To be saved, never to be opened where it is. */
  async file(wanted: NamedFile, reply: FastifyReply): Promise<StreamableFile> {
    const bytes = await this.bytes(wanted);
    const { id, name, mediaType } = wanted;
    void reply.headers(FILE_HEADERS);
    return new StreamableFile(bytes, {
      type: mediaType,
      length: bytes.length,
      disposition: attachment('file', withEnding(name ?? id, mediaType)),
    });
  }

  /** @throws Problem NOT_FOUND where it has none */
  async thumbnail(wanted: NamedFile, reply: FastifyReply): Promise<StreamableFile> {
    const { id, of, key, as, mediaType } = wanted;
    if (!key) throw new DomainError('ERASED');
    const sealed = await this.reader.as(as, (db) => partOfFile(db, of, id, 'thumbnail'));
    // Those of before there were any are made when they are asked for.
    const made = sealed || !isPicture(mediaType) ? null : await this.pictures.thumbnail(await this.bytes(wanted));
    const picture = sealed ? key.openBytes(sealed) : made;
    if (!picture) throw notFound();
    void reply.headers(PICTURE_HEADERS);
    return new StreamableFile(picture, { type: 'image/webp', length: picture.length, disposition: 'inline' });
  }
}
