import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { strToU8 } from 'fflate';
import { isPicture, kindByName, endsAs, withEnding, FILE_KINDS, type FileKindName } from '#lexicon/file-kinds.js';
import * as given from '../../../test/support/given-files.js';
import { foundIn } from './found.js';

const kindOf = async (bytes: Buffer) => {
  const found = await foundIn(bytes);
  return 'kind' in found ? found.kind : 'wrong' in found ? found.wrong : null;
};

const REAL: [FileKindName, () => Buffer | Promise<Buffer>][] = [
  ['jpeg', () => given.jpeg()],
  ['png', () => given.plain().png().toBuffer()],
  ['webp', () => given.plain().webp().toBuffer()],
  ['avif', () => given.plain().avif().toBuffer()],
  ['gif', () => given.plain().gif().toBuffer()],
  ['tiff', () => given.plain().tiff().toBuffer()],
  ['bmp', () => given.bmp(3, 2, [1, 2, 3])],
  ['heic', () => given.heic()],
  ['pdf', () => given.pdf()],
  ['docx', () => given.docx()],
  ['xlsx', given.xlsx],
  ['pptx', given.pptx],
  ['odt', () => given.odf('text')],
  ['ods', () => given.odf('spreadsheet')],
  ['zip', () => given.zip()],
  ['eml', given.eml],
  ['mp3', given.mp3],
  ['m4a', given.m4a],
  ['amr', given.amr],
  ['wav', given.wav],
  ['mp4', given.mp4],
  ['ppt', given.ppt],
  ...given.MADE.filter((name) => !given.NOT_TAKEN.includes(name)).map((name): (typeof REAL)[number] => [
    kindByName(name)!,
    () => given.made(name),
  ]),
];

describe('a file', () => {
  it.each(REAL)('that is %s is found to be that', async (kind, make) => {
    expect(await kindOf(await make())).toBe(kind);
  });

  it('of sound alone is sound, whatever it calls itself', async () => {
    // Recorders of Android name their sound as film.
    expect(await kindOf(given.film('isom', 'soun'))).toBe('m4a');
    expect(await kindOf(given.film('mp42', 'vide'))).toBe('mp4');
  });

  it('that plays says no longer where it was made, by whom, or with what, and plays as before', async () => {
    const film = given.mp4();
    expect(film.includes(given.PLACE_IN_FILM)).toBe(true);
    const found = await foundIn(film);
    if (!('bytes' in found)) throw new Error('it is one');
    expect(found.bytes.includes(given.PLACE_IN_FILM)).toBe(false);
    expect(found.bytes.includes('Telephone')).toBe(false);
    expect(found.bytes).toHaveLength(film.length);
    const media = film.indexOf('mdat');
    expect(found.bytes.indexOf('mdat')).toBe(media);
    expect(found.bytes.subarray(media).equals(film.subarray(media))).toBe(true);
  });

  const html = Buffer.from('<!DOCTYPE html><html><script>alert(1)</script></html>');
  const LYING: [string, () => Buffer, FileKindName | 'broken' | 'protected' | null][] = [
    ['a page', () => html, null],
    ['a drawing that runs', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), null],
    ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(400)]), null],
    ['a script', () => Buffer.from('#!/bin/sh\nrm -rf /\n'), null],
    ['a page that begins as a message', () => Buffer.from('From: a@b.cn\n<html>\n\n'), null],
    ['a page after a message without a sender', () => Buffer.from('Content-Type: text/html\n\n<html>'), null],
    ...given.NOT_TAKEN.map((name): (typeof LYING)[number] => [name, () => given.made(name), null]),
    [
      'a document before 2007 and nothing more',
      () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
      'broken',
    ],
    ['a document before 2007 that breaks off', () => given.made('libreoffice.doc').subarray(0, 1_000), 'broken'],
    ['a document before 2007 with macros', () => given.oldDocument('CompObj', 'Macros'), null],
    ['a document before 2007 of no office', () => given.oldDocument('WordDocument', 'Other'), null],
    ['a document with a password', given.withPassword, 'protected'],
    ['a document with macros by its label', given.docm, null],
    ['a document with macros inside', () => given.docx({ 'word/vbaProject.bin': strToU8('x') }), null],
    ['an open document with macros', () => given.odf('text', { 'Basic/Standard/a.xml': strToU8('x') }), null],
    ['a document without what it is of', () => given.zip({ '[Content_Types].xml': strToU8('<Types/>') }), null],
    ['a book', () => given.zip({ mimetype: strToU8('application/epub+zip') }), null],
    ['a page before a zip', () => Buffer.concat([html, given.zip()]), null],
    ['a page before a PDF', () => Buffer.concat([html, given.pdf()]), null],
    ['a zip that breaks off', () => given.zip().subarray(0, 60), 'broken'],
    ['a PDF that breaks off', () => given.pdf().subarray(0, 40), 'broken'],
    ['a film that breaks off', () => given.mp4().subarray(0, -100), 'broken'],
    ['a film that plays nothing', () => given.film('isom'), 'broken'],
    ['a film whose boxes are larger than it', () => lengthened(given.mp4()), 'broken'],
  ];
  it.each(LYING)('that is %s is none of ours', async (_what, make, kind) => {
    expect(await kindOf(make())).toBe(kind);
  });

  it('that unpacks to more than a disk has is broken, and is not unpacked to find that', async () => {
    const bomb = given.zip({ 'a.txt': strToU8('x') });
    const directory = bomb.indexOf(Buffer.from('504b0102', 'hex'));
    bomb.writeUInt32LE(0xfffffff0, directory + 24);
    expect(await kindOf(bomb)).toBe('broken');
    // Its label says little of itself and holds much.
    const label = given.zip({ '[Content_Types].xml': new Uint8Array(20_000_000) });
    const at = label.indexOf(Buffer.from('504b0102', 'hex'));
    label.writeUInt32LE(1_000, at + 24);
    expect(await kindOf(label)).not.toBe('docx');
  });

  it('of whatever bytes is looked at without a fault', async () => {
    const makes = REAL.filter(([kind]) => !isPicture(FILE_KINDS[kind].types[0]));
    const whole: Buffer[] = [];
    for (const [, make] of makes) whole.push(await make());
    const spoilt = fc
      .record({
        of: fc.nat(whole.length - 1),
        cut: fc.nat(4_000),
        at: fc.array(fc.record({ place: fc.nat(4_000), byte: fc.nat(255) }), { maxLength: 12 }),
      })
      .map(({ of, cut, at }) => {
        const bytes = Buffer.from(whole[of]!).subarray(0, Math.max(1, cut));
        for (const { place, byte } of at) bytes[place % bytes.length] = byte;
        return bytes;
      });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          spoilt,
          fc.uint8Array({ minLength: 1, maxLength: 300 }).map((each) => Buffer.from(each)),
        ),
        async (bytes) => {
          const found = await foundIn(bytes);
          if ('kind' in found) expect(found.bytes).toHaveLength(bytes.length);
        },
      ),
      { numRuns: 400 },
    );
  });
});

const lengthened = (film: Buffer) => {
  film.writeUInt32BE(0x7fffffff, film.indexOf('moov') - 4);
  return film;
};

describe('a name of a file', () => {
  it.each([
    ['协议.pdf', 'application/pdf', true, '协议.pdf'],
    ['协议', 'application/pdf', true, '协议.pdf'],
    ['协议 2026.11', 'application/pdf', true, '协议 2026.11.pdf'],
    ['合同.pdf.exe', 'application/pdf', false, '合同.pdf.exe.pdf'],
    ['合同.docm', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', false, '合同.docm.docx'],
    ['IMG_1.HEIC', 'image/jpeg', true, 'IMG_1.jpg'],
    ['扫描.tif', 'application/pdf', true, '扫描.pdf'],
    ['扫描.tif', 'image/png', true, '扫描.png'],
    ['现场.JPEG', 'image/jpeg', true, '现场.JPEG'],
    ['录音.mp4', 'audio/mp4', false, '录音.mp4.m4a'],
    ['页.html', 'application/zip', false, '页.html.zip'],
  ] as const)('%s of %s', (name, type, agrees, out) => {
    expect([endsAs(name, type), withEnding(name, type)]).toEqual([agrees, out]);
  });

  it('says what it is of by its ending', () => {
    expect(['a.JPG', 'b.docx', 'c', 'd.exe', '.pdf'].map(kindByName)).toEqual(['jpeg', 'docx', null, null, 'pdf']);
  });
});
