import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import * as given from '../../../test/support/given-files.js';
import { drawAnew, THUMBNAIL_EDGE, thumbnailOf, type Drawn, type PictureKind } from './picture.js';

const drawn = async (bytes: Buffer, kind: PictureKind): Promise<Drawn> => {
  const outcome = await drawAnew({ bytes, kind, large: true });
  if ('wrong' in outcome) throw new Error(outcome.wrong);
  return outcome;
};
const meta = (bytes: Uint8Array) => sharp(bytes, { animated: true }).metadata();
const middle = async (bytes: Uint8Array) => {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels;
  return [...data.subarray(at, at + 3)];
};

describe('a picture', () => {
  it('of PNG keeps each of its colours', async () => {
    const { bytes, mediaType } = await drawn(await given.manyColours().toBuffer(), 'png');
    expect(mediaType).toBe('image/png');
    const points = await sharp(bytes).removeAlpha().raw().toBuffer();
    const colours = new Set<number>();
    for (let at = 0; at < points.length; at += 3) colours.add(points.readUIntBE(at, 3));
    expect(colours.size).toBe(512 * 512);
  });

  it.each([
    ['heic', () => given.heic(), 'image/jpeg'],
    ['avif', () => given.plain(40, 30).avif().toBuffer(), 'image/jpeg'],
    ['tiff', () => given.plain(40, 30).tiff().toBuffer(), 'image/png'],
    ['bmp', () => given.bmp(40, 30, [0xaa, 0x44, 0x33]), 'image/png'],
    ['gif', () => given.plain(40, 30).gif().toBuffer(), 'image/gif'],
    ['webp', () => given.plain(40, 30).webp().toBuffer(), 'image/webp'],
    ['jpeg', () => given.jpeg(), 'image/jpeg'],
  ] as [PictureKind, () => Buffer | Promise<Buffer>, string][])(
    'of %s is shown by every browser',
    async (kind, make, becomes) => {
      const { bytes, mediaType } = await drawn(await make(), kind);
      expect(mediaType).toBe(becomes);
      expect(await meta(bytes)).toMatchObject({ format: becomes.split('/')[1], width: 40, height: 30 });
      const [r, g, b] = await middle(bytes);
      // #a43, as well as its format keeps it.
      expect([Math.abs(r! - 0xaa), Math.abs(g! - 0x44), Math.abs(b! - 0x33)].every((each) => each < 12)).toBe(true);
    },
  );

  it('that can be seen through stays so', async () => {
    const clear = sharp({
      create: { width: 20, height: 20, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0.4 } },
    });
    const given = [
      ['png', clear.clone().png()],
      ['avif', clear.clone().avif()],
      ['tiff', clear.clone().tiff({ compression: 'lzw' })],
    ] as const;
    for (const [kind, picture] of given) {
      const { bytes } = await drawn(await picture.toBuffer(), kind);
      expect({ kind, clear: (await meta(bytes)).hasAlpha }).toEqual({ kind, clear: true });
    }
  });

  it('that moves goes on moving', async () => {
    for (const kind of ['gif', 'webp'] as const) {
      const { bytes, thumbnail } = await drawn(await (await given.several(30, 20, 4))[kind]().toBuffer(), kind);
      expect((await meta(bytes)).pages).toBe(4);
      expect((await meta(thumbnail)).pages ?? 1).toBe(1);
    }
  });

  it('of several scanned pages is a document that has them all, as large as on paper', async () => {
    const scan = (await given.several(400, 600, 3)).tiff({ xres: 200 / 25.4, yres: 200 / 25.4 });
    const { bytes, mediaType, thumbnail } = await drawn(await scan.toBuffer(), 'tiff');
    expect(mediaType).toBe('application/pdf');
    const text = Buffer.from(bytes).toString('latin1');
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(3);
    expect(text).toContain('/MediaBox [0 0 144 216]');
    expect(await meta(thumbnail)).toMatchObject({ format: 'webp' });
  });

  it('of a camera of 200 megapixels is made smaller, upright, and not refused', async () => {
    const shot = await given
      .plain(16_320, 12_240)
      .jpeg()
      .withMetadata({ orientation: 6, exif: given.CAMERA })
      .toBuffer();
    expect(await drawAnew({ bytes: shot, kind: 'jpeg', large: false })).toEqual({ wrong: 'large' });
    const { bytes } = await drawn(shot, 'jpeg');
    const { width, height, exif } = await meta(bytes);
    expect(width * height).toBeLessThanOrEqual(24_000_000);
    expect(width * height).toBeGreaterThan(23_900_000);
    expect(height / width).toBeCloseTo(16_320 / 12_240, 2);
    expect(exif).toBeUndefined();
  }, 60_000);

  it('of more points than are read, or in more frames, is refused by its head alone', async () => {
    const head = await given.jpeg(16, 16);
    const frame = head.indexOf(Buffer.from([0xff, 0xc0]));
    head.writeUInt16BE(60_000, frame + 5);
    head.writeUInt16BE(60_000, frame + 7);
    expect(await drawAnew({ bytes: head, kind: 'jpeg', large: true })).toEqual({ wrong: 'too-many-points' });
    const frames = await (await given.several(2_000, 2_000, 13)).webp({ effort: 0, lossless: true }).toBuffer();
    expect(await drawAnew({ bytes: frames, kind: 'webp', large: true })).toEqual({ wrong: 'too-many-points' });
    const huge = given.bmp(2, 2, [0, 0, 0]);
    huge.writeInt32LE(30_000, 18);
    huge.writeInt32LE(30_000, 22);
    expect(await drawAnew({ bytes: huge, kind: 'bmp', large: true })).toEqual({ wrong: 'too-many-points' });
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff', 'bmp', 'heic'] as const)(
    'of %s that breaks off, or whose bytes are others, is broken and never a fault',
    async (kind) => {
      const whole =
        kind === 'heic'
          ? given.heic()
          : kind === 'bmp'
            ? given.bmp(90, 60, [1, 2, 3])
            : await noisy()[kind]().toBuffer();
      for (const cut of [30, Math.floor(whole.length / 3)]) {
        expect(await drawAnew({ bytes: whole.subarray(0, cut), kind, large: true })).toEqual({ wrong: 'broken' });
      }
      let state = 7;
      for (let n = 0; n < 40; n += 1) {
        const spoilt = Buffer.from(whole);
        for (let each = 0; each < 8; each += 1) {
          state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
          spoilt[state % Math.min(spoilt.length, 4_000)] = state >>> 8;
        }
        const outcome = await drawAnew({ bytes: spoilt, kind, large: true });
        if (!('wrong' in outcome)) expect((await meta(outcome.bytes)).width).toBeGreaterThan(0);
      }
    },
    60_000,
  );

  it('has a small one of it, never larger than itself', async () => {
    const large = await drawn(await given.plain(900, 300).jpeg().toBuffer(), 'jpeg');
    expect(await meta(large.thumbnail)).toMatchObject({ format: 'webp', width: THUMBNAIL_EDGE, height: 107 });
    const tiny = await drawn(await given.plain(8, 8).png().toBuffer(), 'png');
    expect(await meta(tiny.thumbnail)).toMatchObject({ width: 8, height: 8 });
    expect(await thumbnailOf({ bytes: Buffer.from('none') })).toBeNull();
  });
});

const noisy = () =>
  sharp({
    create: {
      width: 90,
      height: 60,
      channels: 3,
      background: '#642',
      noise: { type: 'gaussian', mean: 120, sigma: 40 },
    },
  });
