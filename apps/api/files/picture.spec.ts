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

type Point = readonly [number, number, number, number];
type Given = given.Bitmap & { called: string; means: (x: number, y: number) => Point };
const [WIDE, HIGH] = [13, 6];
const SOME = { width: WIDE, height: HIGH } as const;
const colourAt = (n: number) => [(n * 37) % 256, (n * 91) % 256, 255 - ((n * 11) % 256)] as const;
const greyAt = (n: number) => [n, n, n] as const;
const ofPalette = (bits: 1 | 4 | 8, more: Partial<given.Bitmap> = {}, colour = colourAt, many = 2 ** bits): Given => {
  const point = (x: number, y: number) => (x * 5 + y * 3) % many;
  return {
    ...SOME,
    called: `${bits} bits, ${many} colours${colour === greyAt ? ' of grey' : ''} ${JSON.stringify(more)}`,
    bits,
    palette: Array.from({ length: many }, (_, n) => colour(n)),
    point,
    means: (x, y) => [...colour(point(x, y)), 255],
    ...more,
  };
};
/** @param of how many bits each colour has, from the lowest */
const ofMasks = (
  bits: 16 | 24 | 32,
  [blue, green, red, alpha = 0]: number[],
  more: Partial<given.Bitmap> = {},
): Given => {
  const spread = (x: number, y: number) => (x * 499_999 + y * 791_919 + (x * 977 + y * 331) * 2 ** 20) % 2 ** bits;
  const step = (point: number, shift: number, wide: number) => {
    const most = 2 ** wide - 1;
    return wide === 0 ? 255 : Math.round(((Math.floor(point / 2 ** shift) % 2 ** wide) * 255) / most);
  };
  return {
    ...SOME,
    called: `${bits} bits as ${[blue, green, red, alpha].join('-')} ${JSON.stringify(more)}`,
    bits,
    point: spread,
    means: (x, y) => [
      step(spread(x, y), blue! + green!, red!),
      step(spread(x, y), blue!, green!),
      step(spread(x, y), 0, blue!),
      step(spread(x, y), blue! + green! + red!, alpha),
    ],
    ...more,
  };
};
const OF_565 = [0xf800, 0x07e0, 0x001f];
const OF_888 = [0xff0000, 0x00ff00, 0x0000ff];
/** Runs: `4 × 2`, `1 3 0` as they are, the rest skipped to the next row but one; then a whole row, and the end. */
const RUNS = Buffer.from([4, 2, 0, 3, 1, 3, 0, 0, 0, 2, 0, 2, WIDE, 1, 0, 1]);
const RUNS_OF_HALVES = Buffer.from([4, 0x22, 0, 3, 0x13, 0x00, 0, 2, 0, 2, WIDE, 0x11, 0, 1]);
const runs = (bits: 4 | 8, packed: Buffer): Given => {
  const wanted = [[2, 2, 2, 2, 1, 3], [], Array.from({ length: WIDE + 7 }, (_, x) => (x < 7 ? 0 : 1)), [], [], []];
  return {
    ...ofPalette(bits, { packed, packedBy: bits === 8 ? 1 : 2 }),
    called: `${bits} bits in runs`,
    // From below.
    means: (x, y) => [...colourAt(wanted[HIGH - 1 - y]![x] ?? 0), 255],
  };
};
const HEADS = [40, 56, 108, 124] as const;
const BITMAPS: Given[] = [
  ...([1, 4, 8] as const).flatMap((bits) => [
    ...HEADS.map((head) => ofPalette(bits, { head })),
    ofPalette(bits, { head: 12 }),
    ofPalette(bits, { fromTop: true }),
    ofPalette(bits, {}, colourAt, 2 ** bits - (bits === 1 ? 0 : 3)),
  ]),
  ofPalette(8, {}, greyAt),
  runs(8, RUNS),
  runs(4, RUNS_OF_HALVES),
  ...[{}, { fromTop: true }].flatMap((more) => [
    ofMasks(16, [5, 5, 5], more),
    ofMasks(24, [8, 8, 8], more),
    ofMasks(32, [8, 8, 8], more),
    ...HEADS.flatMap((head) => [
      ofMasks(16, [5, 6, 5], { ...more, head, masks: OF_565 }),
      ofMasks(32, [8, 8, 8], { ...more, head, masks: OF_888 }),
      ofMasks(32, [8, 8, 8, 8], { ...more, head, masks: [...OF_888, 0xff000000] }),
    ]),
  ]),
  // Who says that there is alpha and writes none.
  { ...ofMasks(24, [8, 8, 8]), called: 'alpha of nothing', bits: 32, head: 108, masks: [...OF_888, 0xff000000] },
];
/** Black to white by red, green and blue, as ffmpeg's palette has them. */
const PALETTE_BARS = Array.from({ length: 8 }, (_, n): Point => [(n & 4) * 63, (n & 2) * 126, (n & 1) * 255, 255]);

/** Each point, with how far one can see through it. */
const pointsIn = (bytes: Uint8Array) =>
  sharp(bytes).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer();

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

  it.each(BITMAPS.map((each) => [each.called, each] as const))('of BMP keeps each point: %s', async (_, each) => {
    const { bytes, mediaType, thumbnail } = await drawn(given.bitmap(each), 'bmp');
    expect(mediaType).toBe('image/png');
    const [points, width] = [await pointsIn(bytes), each.width];
    const wanted = Array.from({ length: width * each.height }, (__, n) => each.means(n % width, Math.floor(n / width)));
    expect([...points]).toEqual(wanted.flat());
    const clear = wanted.some(([, , , alpha]) => alpha < 255);
    expect([(await meta(bytes)).hasAlpha, (await meta(thumbnail)).hasAlpha]).toEqual([clear, clear]);
  });

  it('of BMP that breaks off, or is packed as nobody packs it, is broken', async () => {
    for (const each of BITMAPS) {
      const whole = given.bitmap(each);
      const cut = whole.subarray(0, whole.length - 12);
      expect(await drawAnew({ bytes: cut, kind: 'bmp', large: true })).toEqual({ wrong: 'broken' });
    }
    for (const [at, odd] of [
      [28, 5],
      [30, 4],
      [10, 3],
      [18, 0],
    ] as const) {
      const bytes = given.bmp(9, 7, [1, 2, 3]);
      bytes.writeUInt16LE(odd, at);
      expect(await drawAnew({ bytes, kind: 'bmp', large: true })).toEqual({ wrong: 'broken' });
    }
  });

  it.each([
    ['png', 'a palette that one sees through', () => coloured(4).png({ palette: true, colours: 32 })],
    ['png', '16 bits a colour', () => coloured(3).toColourspace('rgb16').png()],
    ['png', 'grey that one sees through', () => coloured(2).png()],
    ['tiff', 'CMYK', () => coloured(3).toColourspace('cmyk').tiff({ compression: 'lzw' })],
    ['tiff', '16 bits a colour', () => coloured(3).toColourspace('rgb16').tiff({ compression: 'deflate' })],
    ['tiff', 'one bit a point', () => coloured(1).toColourspace('b-w').tiff({ bitdepth: 1, compression: 'none' })],
    ['tiff', 'alpha', () => coloured(4).tiff({ compression: 'lzw' })],
    ['tiff', 'JPEG inside', () => coloured(3).tiff({ compression: 'jpeg' })],
    ['gif', 'what one sees through', () => coloured(4).gif()],
  ] as const)('of %s with %s keeps each point', async (kind, _, make) => {
    const made = await make().toBuffer();
    const { bytes } = await drawn(made, kind);
    expect((await pointsIn(bytes)).equals(await pointsIn(made))).toBe(true);
  });

  it('of TIFF with a palette keeps each point', async () => {
    const { bytes } = await drawn(given.made('ffmpeg-palette.tif'), 'tiff');
    const points = await pointsIn(bytes);
    expect(Array.from({ length: 8 }, (__, bar) => [...points.subarray(bar * 12, bar * 12 + 4)])).toEqual(PALETTE_BARS);
  });

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
  });

  it('of a telephone of 108 megapixels is made smaller also where it is HEIC', async () => {
    const shot = given.heicOf108();
    expect(await drawAnew({ bytes: shot, kind: 'heic', large: false })).toEqual({ wrong: 'large' });
    const { bytes, mediaType } = await drawn(shot, 'heic');
    const { width, height } = await meta(bytes);
    expect([mediaType, height / width]).toEqual(['image/jpeg', 0.75]);
    expect(width * height).toBeLessThanOrEqual(24_000_000);
    expect(width * height).toBeGreaterThan(23_900_000);
    const { dominant } = await sharp(bytes).resize(60).stats();
    for (const [of, wanted] of [
      [dominant.r, 24],
      [dominant.g, 88],
      [dominant.b, 56],
    ] as const) {
      expect(Math.abs(of - wanted)).toBeLessThanOrEqual(16);
    }
  });

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

/** Red, green and blue that differ, more or less each in each point; of two and four, with alpha; of one, black and white. */
const coloured = (channels: 1 | 2 | 3 | 4) => {
  const of = (x: number, y: number) =>
    ({ 1: [((x + y) % 2) * 255], 2: [x * 10, y * 15], 3: [x * 10, y * 15, 200 - x * 5], 4: [x * 10, 9, 90, y * 15] })[
      channels
    ];
  const points = Array.from({ length: 24 * 16 }, (_, n) => of(n % 24, Math.floor(n / 24)));
  return sharp(Buffer.from(points.flat()), { raw: { width: 24, height: 16, channels } });
};

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
