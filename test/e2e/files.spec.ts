import { createHash } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { FileType } from '#domain/words.js';
import { FILE_KINDS, endingOf, kindByName, withEnding, type FileKindName } from '#lexicon/file-kinds.js';
import { sweepFiles } from '#persistence/papers/file-store.js';
import { randomOf } from '../../bench/lives.js';
import { Api } from '../support/api.js';
import { Casework } from '../support/casework.js';
import * as given from '../support/given-files.js';

interface Handed {
  fileId: string;
  mediaType: string;
  size: number;
  sha256: string;
  code: string;
  errors?: { code: string }[];
}
interface Attached {
  attachments: { id: string; name: string | null; size: number; sha256: string; n?: number; by: string }[];
}

const { CAMERA: PLACE, jpeg: picture } = given;
const PDF = given.pdf();
const UNSAID = 'application/octet-stream';

describe('files of a case', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const hand = async (
    who: string,
    id: string,
    bytes: Buffer,
    type = 'image/jpeg',
    name?: string,
    language = 'zh-CN',
  ) => {
    const answer = await fetch(`${api.url}/api/v1/disputes/${id}/files`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await api.token(who)}`,
        'content-type': type,
        'accept-language': language,
        ...given.calledIn(name),
      },
      body: new Uint8Array(bytes),
    });
    return { status: answer.status, body: (await answer.json()) as Handed };
  };
  const take = async (who: string, id: string, file: string, part = '') => {
    const answer = await fetch(`${api.url}/api/v1/disputes/${id}/files/${file}${part}`, {
      headers: { authorization: `Bearer ${await api.token(who)}` },
    });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const attach = (who: string, id: string, body: object) =>
    api.post<{ dispute: Attached; code: string; errors?: { pointer: string }[] }>(who, `/disputes/${id}/attach`, body);
  const attached = async (who: string, id: string, bytes: Buffer, name: string, type?: string) => {
    const { body } = await hand(who, id, bytes, type);
    expect((await attach(who, id, { fileId: body.fileId, name })).status).toBe(200);
    return body;
  };

  it('are handed out as they were taken, to those who may see the case, each time logged', async () => {
    const { id } = await cases.handledBy('justice', { rehearsal: false });
    const file = await attached('justice', id, PDF, '调解协议.pdf', 'application/pdf');
    const { body: view } = await api.get<Attached>('desk', `/disputes/${id}`);
    expect(view.attachments).toMatchObject([
      { id: file.fileId, name: '调解协议.pdf', size: PDF.length, by: 'justice' },
    ]);
    const got = await take('desk', id, file.fileId);
    expect(got.bytes.equals(PDF)).toBe(true);
    expect(createHash('sha256').update(got.bytes).digest('hex')).toBe(file.sha256);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="file"; filename*=UTF-8''${encodeURIComponent('调解协议.pdf')}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect((await take('land', id, file.fileId)).status).toBe(404);
    expect((await hand('land', id, PDF, 'application/pdf')).status).toBe(404);
    const other = await cases.register();
    expect((await take('desk', other.id, file.fileId)).status).toBe(404);
    expect((await attach('desk', other.id, { fileId: file.fileId, name: '甲' })).body.errors).toMatchObject([
      { pointer: '/fileId' },
    ]);
    const { body: log } = await api.get<{ items: { action: string; userId: string; data: object }[] }>(
      'auditor',
      `/audit?disputeId=${id}&limit=50`,
    );
    expect(log.items.filter(({ action }) => action === 'file')).toMatchObject([
      { userId: 'desk', data: { fileId: file.fileId } },
    ]);
  });

  it('of a camera lose the place where they were taken, and stand upright', async () => {
    const { id } = await cases.register();
    const photo = await sharp({ create: { width: 60, height: 20, channels: 3, background: '#153' } })
      .jpeg()
      .withMetadata({ orientation: 6, exif: PLACE })
      .toBuffer();
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    const { fileId } = await attached('desk', id, photo, '现场');
    const { bytes } = await take('desk', id, fileId);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 20, height: 60 });
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    expect(bytes.includes('Telephone')).toBe(false);
  });

  it('may show a visit, once there is such a one', async () => {
    const { id } = await cases.resolvedBy('justice', { parties: [{ name: '独孤', role: 'applicant' }] });
    const { body } = await hand('visitor', id, await picture());
    expect((await attach('visitor', id, { fileId: body.fileId, name: '回访', n: 9 })).body.code).toBe('NO_SUCH_VISIT');
    const done = await attach('visitor', id, { fileId: body.fileId, name: '回访', n: 1 });
    expect(done.body.dispute.attachments).toMatchObject([{ n: 1, by: 'visitor' }]);
  });

  it('are what their bytes say: everything else is refused with what would be taken', async () => {
    const { id } = await cases.register();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const frames = await (await given.several(2_000, 2_000, 13)).webp({ effort: 0, lossless: true }).toBuffer();
    const refused: [string, Buffer, string, number, string, string?][] = [
      ['empty', Buffer.alloc(0), 'image/png', 400, 'EMPTY_FILE'],
      ['called what it is not', await picture(), 'application/pdf', 415, 'FILE_NOT_TAKEN'],
      ['a page', svg, 'image/png', 415, 'FILE_NOT_TAKEN'],
      ['a page that nobody says it is', svg, UNSAID, 415, 'FILE_NOT_TAKEN'],
      ['a program', Buffer.from('MZ\u0090\u0000'), 'application/pdf', 415, 'FILE_NOT_TAKEN'],
      ['not taken at all', svg, 'image/svg+xml', 415, 'FILE_NOT_TAKEN'],
      ['with macros', given.docm(), UNSAID, 415, 'FILE_NOT_TAKEN'],
      ['with a password', given.withPassword(), UNSAID, 400, 'PASSWORD_PROTECTED'],
      ['words of a program', Buffer.from('{"a":1}'), 'application/json', 415, 'FILE_NOT_TAKEN'],
      ['cut off', (await picture(400, 400)).subarray(0, 700), 'image/jpeg', 400, 'BROKEN_FILE'],
      ['too many points in all its frames', frames, 'image/webp', 400, 'TOO_MANY_POINTS'],
      ['too large', Buffer.alloc(50 * 1024 * 1024 + 1, '%PDF-'), 'application/pdf', 413, 'FILE_TOO_LARGE'],
      ['too large for what it is', given.pdf('x'.repeat(20 * 1024 * 1024)), UNSAID, 413, 'FILE_TOO_LARGE'],
      ['called otherwise', PDF, UNSAID, 415, 'FILE_NOT_TAKEN', '调解.docx'],
      ['called a program', PDF, 'application/pdf', 415, 'FILE_NOT_TAKEN', '调解.pdf.exe'],
      ['called what no file is called', PDF, 'application/pdf', 400, 'CUSTOM', '../../etc/passwd'],
    ];
    for (const [what, bytes, type, status, code, name] of refused) {
      const answer = await hand('desk', id, bytes, type, name);
      expect({ what, status: answer.status, code: answer.body.errors?.[0]?.code ?? answer.body.code }).toEqual({
        what,
        status,
        code,
      });
    }
    const { body } = await hand('desk', id, PDF, 'application/pdf');
    for (const name of [
      '../../etc/passwd',
      'a\u202Efdp.exe',
      'a\u0000',
      '',
      'x'.repeat(121),
      '甲.docx',
      '甲.pdf.exe',
    ]) {
      const { errors = [] } = (await attach('desk', id, { fileId: body.fileId, name })).body;
      expect(new Set(errors.map(({ pointer }) => pointer))).toEqual(new Set(['/name']));
    }
    // Nothing of all that is part of the case.
    expect((await api.get<Attached>('desk', `/disputes/${id}`)).body.attachments).toEqual([]);
    expect((await take('desk', id, body.fileId)).status).toBe(404);
    // Nor can a program of the same house be sent a file in place of its words.
    const note = await fetch(`${api.url}/api/v1/disputes/${id}/note`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await api.token('desk')}`, 'content-type': 'image/png' },
      body: 'x',
    });
    expect(note.status).toBe(415);
  });

  it('of every kind that people hand in are taken, and handed out as what they are, to be saved', async () => {
    const { id } = await cases.register();
    const all: [string, string, Buffer, string][] = [
      ['图.png', 'image/png', await given.manyColours().toBuffer(), 'image/png'],
      ['图.webp', 'image/webp', await given.plain().webp().toBuffer(), 'image/webp'],
      ['手机.heic', 'image/heic', given.heic(), 'image/jpeg'],
      ['图.avif', 'image/avif', await given.plain(50, 50).avif().toBuffer(), 'image/jpeg'],
      ['图.gif', 'image/gif', await given.plain().gif().toBuffer(), 'image/gif'],
      ['图.bmp', 'image/x-ms-bmp', given.bmp(40, 30, [9, 9, 9]), 'image/png'],
      ['扫描.tif', 'image/tiff', await given.plain().tiff().toBuffer(), 'image/png'],
      ['扫描.pdf', 'application/pdf', PDF, 'application/pdf'],
      ['协议.docx', UNSAID, given.docx(), FILE_KINDS.docx.types[0]],
      ['台账.xlsx', FILE_KINDS.xlsx.types[0], given.xlsx(), FILE_KINDS.xlsx.types[0]],
      ['汇报.pptx', UNSAID, given.pptx(), FILE_KINDS.pptx.types[0]],
      ['协议.odt', UNSAID, given.odf('text'), FILE_KINDS.odt.types[0]],
      ['台账.ods', UNSAID, given.odf('spreadsheet'), FILE_KINDS.ods.types[0]],
      ['照片.zip', 'application/x-zip-compressed', given.zip(), 'application/zip'],
      ['来信.eml', 'message/rfc822', given.eml(), 'message/rfc822'],
      ['录音.mp3', 'audio/mpeg', given.mp3(), 'audio/mpeg'],
      ['录音.m4a', 'audio/x-m4a', given.m4a(), 'audio/mp4'],
      ['录音.amr', UNSAID, given.amr(), 'audio/amr'],
      ['录音.wav', 'audio/x-wav', given.wav(), 'audio/wav'],
      ['现场.mp4', 'video/mp4', given.mp4(), 'video/mp4'],
      ['现场.mov', 'video/quicktime', given.made('ffmpeg.mov'), 'video/quicktime'],
      ['现场.3gp', UNSAID, given.made('ffmpeg.3gp'), 'video/3gpp'],
      ['旧协议.doc', 'application/msword', given.made('libreoffice.doc'), 'application/msword'],
      ['旧台账.xls', UNSAID, given.made('libreoffice.xls'), FILE_KINDS.xls.types[0]],
      ['旧汇报.ppt', UNSAID, given.ppt(), FILE_KINDS.ppt.types[0]],
    ];
    expect(new Set(all.map(([name]) => kindByName(name)))).toEqual(
      new Set((Object.keys(FILE_KINDS) as FileKindName[]).filter((each) => !['jpeg', 'heif'].includes(each))),
    );
    for (const [name, type, bytes, kept] of all) {
      const handed = await hand('desk', id, bytes, type, name);
      expect({ name, status: handed.status, kept: handed.body.mediaType }).toEqual({ name, status: 201, kept });
      expect((await attach('desk', id, { fileId: handed.body.fileId, name })).status).toBe(200);
      const got = await take('desk', id, handed.body.fileId);
      expect(got.bytes).toHaveLength(handed.body.size);
      // What plays lost what its recorder said of it, and nothing else.
      if (!/^(image|video)\/|mp4$/.test(kept)) expect(got.bytes.equals(bytes)).toBe(true);
      expect(Object.fromEntries(got.headers)).toMatchObject({
        'content-type': kept,
        'content-disposition': `attachment; filename="file"; filename*=UTF-8''${encodeURIComponent(withEnding(name, kept as FileType))}`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      });
      expect(got.bytes.includes(given.PLACE_IN_FILM)).toBe(false);
    }
  });

  const facts = (bytes: Buffer) => sharp(bytes).metadata();
  /** That it came back as it was handed in; a picture as one that opens. */
  const cameBack = async (what: string, bytes: Buffer, id: string, handed: Handed, name: string) => {
    const answer = await attach('desk', id, { fileId: handed.fileId, name });
    expect({ what, attached: answer.status, code: answer.body.code }).toEqual({ what, attached: 200, code: undefined });
    const got = await take('desk', id, handed.fileId);
    expect({ what, status: got.status }).toEqual({ what, status: 200 });
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': handed.mediaType,
      'content-disposition': expect.stringMatching(/^attachment;/),
      'x-content-type-options': 'nosniff',
    });
    const [group, kind] = handed.mediaType.split('/');
    if (group === 'image') expect({ what, format: (await facts(got.bytes)).format }).toEqual({ what, format: kind });
    // What plays lost what its recorder said of it, in its place.
    else if (group === 'video' || kind === 'mp4')
      expect({ what, size: got.bytes.length }).toEqual({ what, size: bytes.length });
    else expect({ what, same: got.bytes.equals(bytes) }).toEqual({ what, same: true });
    return got.bytes;
  };

  it('as the programs made them that people use come back as they were, or are refused in words', async () => {
    const { id } = await cases.register();
    for (const name of given.MADE) {
      const bytes = given.made(name);
      const { status, body } = await hand('desk', id, bytes, UNSAID, name);
      if (given.NOT_TAKEN.includes(name)) {
        const { detail } = body as unknown as { detail: string };
        expect({ name, status, detail }).toEqual({ name, status: 415, detail: expect.stringContaining('Word (docx)') });
        continue;
      }
      expect({ name, status }).toEqual({ name, status: 201 });
      const back = await cameBack(name, bytes, id, body, name);
      expect({ name, told: /26\.5866|Telephone/.test(back.toString('latin1')) }).toEqual({ name, told: false });
      if (!body.mediaType.startsWith('image/')) continue;
      const { width, height, pages = 1 } = await facts(back);
      const [wide, high] = { 'libheif.heic': [40, 30], 'ffmpeg-palette.tif': [24, 4] }[name] ?? [48, 32];
      expect({ name, width, height, moves: pages > 1 }).toEqual({
        ...{ name, width: wide, height: high },
        moves: name.endsWith('.gif'),
      });
    }
  });

  it('of which a part is missing, or that are two at once or called otherwise, are no fault', async () => {
    const random = randomOf(22);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const html = Buffer.from('<!DOCTYPE html><html><script>alert(1)</script></html>\n');
    const done = { taken: 0, refused: 0 };
    const harms: Record<string, (bytes: Buffer, other: Buffer) => Buffer> = {
      'cut off': (bytes) => bytes.subarray(0, 1 + Math.floor(random() * (bytes.length - 1))),
      'half another': (bytes, other) =>
        Buffer.concat([bytes.subarray(0, bytes.length / 2), other.subarray(other.length / 2)]),
      'two at once': (bytes, other) => Buffer.concat(random() < 0.5 ? [bytes, other] : [bytes, html]),
      'behind a page': (bytes) => Buffer.concat([html, bytes]),
      'called otherwise': (bytes) => bytes,
    };
    for (const [harm, spoil] of Object.entries(harms)) {
      const { id } = await cases.register();
      for (const name of given.MADE) {
        const other = pick(given.MADE);
        const bytes = spoil(given.made(name), given.made(other));
        const called = harm === 'called otherwise' ? `${name}.${endingOf(other)}` : name;
        const kind = kindByName(other);
        const type = harm === 'called otherwise' && kind ? FILE_KINDS[kind].types[0] : UNSAID;
        const what = `${name} ${harm} (${other})`;
        const { status, body } = await hand('desk', id, bytes, type, called);
        if (status === 201) {
          done.taken += 1;
          await cameBack(what, bytes, id, body, called);
          continue;
        }
        done.refused += 1;
        const { code, errors, detail } = body as Handed & { detail: string };
        const isSaid = code === 'FILE_NOT_TAKEN' && detail.includes('图片（JPEG、PNG') && status === 415;
        const isBroken = status === 400 && ['BROKEN_FILE', 'TOO_MANY_POINTS'].includes(errors![0]!.code);
        expect({ what, status, code, said: isSaid || isBroken }).toEqual({ what, status, code, said: true });
      }
    }
    expect(done.taken).toBeGreaterThan(20);
    expect(done.refused).toBeGreaterThan(50);
  }, 120_000);

  it('are refused with what would be taken, in the words of who hands them in', async () => {
    const { id } = await cases.register();
    const refused = async (language: string) =>
      (await hand('desk', id, Buffer.from('<html>'), 'text/html', '页.html', language)).body as unknown as {
        title: string;
        detail: string;
        taken: string[];
      };
    const zh = await refused('zh-CN');
    expect(zh.detail).toContain('图片（JPEG、PNG、WebP、HEIC');
    expect(zh.detail).toContain('PDF、Word (docx)');
    expect(zh.detail).not.toContain('json');
    expect((await refused('en')).detail).toContain('pictures (JPEG, PNG, WebP, HEIC');
    expect(zh.taken).toContain('image/heic');
    const large = await hand('desk', id, given.pdf('x'.repeat(20 * 1024 * 1024)), UNSAID);
    expect((large.body as unknown as { detail: string }).detail).toContain('文档 20 MB');
  });

  it('are looked at for viruses where something looks for them, and not taken while that is away', async () => {
    let answer: string | null = 'stream: OK';
    const clamd = createServer((socket) =>
      socket.on('data', (part) => {
        // Its end, and the end of each piece of a file this small.
        if (part.subarray(-4).equals(Buffer.alloc(4))) socket.end(answer === null ? '' : `${answer}\0`);
      }),
    );
    await new Promise<void>((done) => clamd.listen(0, '127.0.0.1', () => done()));
    const guarded = await Api.start({ CLAMD_ADDRESS: `127.0.0.1:${(clamd.address() as AddressInfo).port}` });
    const handed = async () => {
      const response = await fetch(`${guarded.url}/api/v1/files`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await guarded.token('grid')}`, 'content-type': 'application/pdf' },
        body: new Uint8Array(PDF),
      });
      const { code, found } = (await response.json()) as { code?: string; found?: string };
      return [response.status, code, found, response.headers.get('retry-after') !== null];
    };
    expect(await handed()).toEqual([201, undefined, undefined, false]);
    answer = 'stream: Own.Test.Sign FOUND';
    expect(await handed()).toEqual([422, 'FILE_INFECTED', 'Own.Test.Sign', false]);
    answer = null;
    expect(await handed()).toEqual([503, 'SCANNER_AWAY', undefined, true]);
    await new Promise<void>((done) => clamd.close(() => done()));
    expect(await handed()).toEqual([503, 'SCANNER_AWAY', undefined, true]);
    await guarded.stop();
  });

  it('that are pictures are shown small, by a door of its own that browsers ask once', async () => {
    const { id } = await cases.handledBy('justice', { rehearsal: false });
    const photo = await attached('justice', id, await picture(900, 600), '现场.jpg');
    const paper = await attached('justice', id, PDF, '协议.pdf', 'application/pdf');
    const small = await take('desk', id, photo.fileId, '/thumbnail');
    expect(Object.fromEntries(small.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    // Whoever signs in after them on the same machine asks for themselves.
    expect(small.headers.get('vary')).toContain('cookie');
    expect(await sharp(small.bytes).metadata()).toMatchObject({ format: 'webp', width: 320, height: 213 });
    expect((await take('desk', id, paper.fileId, '/thumbnail')).status).toBe(404);
    expect((await take('land', id, photo.fileId, '/thumbnail')).status).toBe(404);
    const { owner } = api.engine.database;
    // One of before there were any, and none is kept open beside its file.
    const [{ thumbnail }] = (await owner.query(`SELECT thumbnail FROM file WHERE id = $1`, [photo.fileId])) as [
      { thumbnail: Buffer },
    ];
    expect(thumbnail.includes('WEBP')).toBe(false);
    await owner.query(`UPDATE file SET thumbnail = NULL WHERE id = $1`, [photo.fileId]);
    const made = await take('desk', id, photo.fileId, '/thumbnail');
    expect(await sharp(made.bytes).metadata()).toMatchObject({ format: 'webp', width: 320, height: 213 });
  });

  it('that are pictures are drawn two at a time, and hold up nobody who signs in', async () => {
    const [one, two] = [await cases.handledBy('justice'), await cases.handledBy('land')];
    const large = await picture(6_000, 4_000);
    const ended: string[] = [];
    const people = ['justice', 'justice-head', 'land', 'land-head'];
    await Promise.all([...people, 'grid'].map((who) => api.token(who)));
    const pictures = people.map(async (who) => {
      const { status } = await hand(who, who.startsWith('justice') ? one.id : two.id, large);
      ended.push(`${status}`);
    });
    // Each is there and has begun by the time that one more was looked at and refused.
    await hand('grid', one.id, PDF, 'application/pdf');
    const signIn = api
      .post('', '/auth/login', { username: 'grid', password: 'demo' })
      .then(() => ended.push('sign-in'));
    await Promise.all([...pictures, signIn]);
    expect(ended).toEqual(['sign-in', '201', '201', '201', '201']);
  });

  it('that nobody attaches are no more than three full forms of one person', async () => {
    const { id } = await cases.register();
    const { owner } = api.engine.database;
    await owner.query(`DELETE FROM file WHERE created_by = 'desk'`);
    const nth = (n: number) => hand('desk', id, Buffer.concat([PDF, Buffer.from(`% ${n}`)]), 'application/pdf');
    for (let n = 0; n < 60; n += 1) expect((await nth(n)).status).toBe(201);
    const refused = await nth(60);
    expect([refused.status, refused.body.code]).toEqual([409, 'FILES_UNATTACHED']);
    // Sent once more because the answer was lost.
    expect((await nth(3)).status).toBe(201);
    const [first] = (await owner.query(`SELECT id FROM file WHERE created_by = 'desk' LIMIT 1`)) as [{ id: string }];
    expect((await attach('desk', id, { fileId: first.id, name: '甲' })).status).toBe(200);
    expect((await nth(60)).status).toBe(201);
    await owner.query(`UPDATE file SET size = 600 * 1024 * 1024 WHERE id = $1`, [(await nth(5)).body.fileId]);
    await owner.query(`DELETE FROM file WHERE created_by = 'desk' AND size < 100 AND id <> $1`, [first.id]);
    expect((await nth(61)).body.code).toBe('FILES_UNATTACHED');
    await owner.query(`DELETE FROM file WHERE created_by = 'desk' AND id <> $1`, [first.id]);
  });

  it('are the same file when they come twice, and go after a day when nobody attached them', async () => {
    const { id } = await cases.register();
    const photo = await picture();
    const [one, two] = [await hand('desk', id, photo), await hand('desk', id, photo)];
    expect(two.body.fileId).toBe(one.body.fileId);
    const kept = await attached('desk', id, PDF, '甲', 'application/pdf');
    const { owner } = api.engine.database;
    await owner.query(`UPDATE file SET created_at = now() - interval '25 hours' WHERE dispute_id = $1`, [id]);
    await sweepFiles(api.engine.source, new Date(Date.now() - 24 * 3_600_000));
    const left = (await owner.query(`SELECT id FROM file WHERE dispute_id = $1`, [id])) as { id: string }[];
    expect(left.map((each) => each.id)).toEqual([kept.fileId]);
  });

  it('of equal content are each called as it was handed in', async () => {
    const { id } = await cases.register();
    const named = async (name: string) => {
      const { body } = await hand('desk', id, PDF, 'application/pdf', name);
      expect((await attach('desk', id, { fileId: body.fileId, name })).status).toBe(200);
      return body.fileId;
    };
    const saved = async (fileId: string) => (await take('desk', id, fileId)).headers.get('content-disposition');
    const [one, two] = [await named('甲.pdf'), await named('乙.pdf')];
    expect(await saved(one)).toContain(encodeURIComponent('甲.pdf'));
    expect(await saved(two)).toContain(encodeURIComponent('乙.pdf'));
  });

  it('are sealed, and one altered byte or a missing file is found', async () => {
    const { id } = await cases.register();
    const secret = Buffer.concat([PDF, Buffer.from('the wall of the eastern field')]);
    const file = await attached('desk', id, secret, '界墙说明', 'application/pdf');
    const { owner } = api.engine.database;
    const [{ content }] = (await owner.query(`SELECT content FROM file WHERE id = $1`, [file.fileId])) as [
      { content: Buffer },
    ];
    expect(content.includes('eastern field')).toBe(false);
    const dump = JSON.stringify(await owner.query(`SELECT data, text FROM event WHERE dispute_id = $1`, [id]));
    expect(dump).not.toContain('界墙说明');
    const found = async () => (await api.engine.upkeep.verify()).problems.filter((each) => each.includes(id));
    expect(await found()).toEqual([]);
    const spoilt = Buffer.from(content);
    spoilt[40]! ^= 1;
    await owner.query(`UPDATE file SET content = $2 WHERE id = $1`, [file.fileId, spoilt]);
    expect(await found()).toEqual([`dispute ${id}: the file ${file.fileId} is not what was attached`]);
    expect((await take('desk', id, file.fileId)).status).toBe(500);
    await owner.query(`DELETE FROM file WHERE id = $1`, [file.fileId]);
    expect(await found()).toEqual([`dispute ${id}: the file ${file.fileId} is not there`]);
    await owner.query(
      `INSERT INTO file (id, dispute_id, media_type, size, sha256, content, created_by)
       VALUES ($1, $2, 'application/pdf', $3, $4, $5, 'desk')`,
      [file.fileId, id, secret.length, file.sha256, content],
    );
    expect(await found()).toEqual([]);
  });
});
