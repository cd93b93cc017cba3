/**
 * Bitmaps of Windows and OS/2 (BITMAPCOREHEADER to BITMAPV5HEADER) in each depth and packing; what holds a JPEG or a PNG
 * is for printers. Read here because sharp reads none, and what reads them loses palettes or the white of 16 bits.
 */

const PACKED = { none: 0, runsOf8: 1, runsOf4: 2, masks: 3, masksWithAlpha: 6 } as const;
/** Heads of OS/2 have the size in 16 bits, and three bytes a colour. */
const CORE_HEAD = 12;
/** What is written behind it belongs to it. */
const MASKS_BEHIND = 40;
/** Where the points of these depths have their red, green, blue and alpha, unless the head says. */
const MASKS: Record<number, readonly number[]> = {
  16: [0x7c00, 0x03e0, 0x001f, 0],
  24: [0xff0000, 0x00ff00, 0x0000ff, 0],
  32: [0xff0000, 0x00ff00, 0x0000ff, 0],
};
const DEEPEST_PALETTE = 8;

export interface Points {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}

export interface BitmapHead {
  width: number;
  height: number;
  fromTop: boolean;
  bits: number;
  packed: number;
  /** Where its points begin. */
  points: number;
  /** Its length. */
  head: number;
}

/** @throws {RangeError} where it breaks off */
export function headOf(bytes: Buffer): BitmapHead {
  const [points, head] = [bytes.readUInt32LE(10), bytes.readUInt32LE(14)];
  if (head === CORE_HEAD) {
    const [width, height, , bits] = [18, 20, 22, 24].map((at) => bytes.readUInt16LE(at)) as [number, number, 1, number];
    return { width, height, fromTop: false, bits, packed: PACKED.none, points, head };
  }
  const [width, height] = [Math.abs(bytes.readInt32LE(18)), bytes.readInt32LE(22)];
  const [bits, packed] = [bytes.readUInt16LE(28), bytes.readUInt32LE(30)];
  return { width, height: Math.abs(height), fromTop: height < 0, bits, packed, points, head };
}

/** @throws {RangeError} where it breaks off, or is none of these */
export function pointsOf(bytes: Buffer): Points {
  const head = headOf(bytes);
  const { bits, packed, width, height, points } = head;
  if (width === 0 || height === 0 || points < 14 + head.head) throw new RangeError('no points');
  const isRuns = packed === (bits === 8 ? PACKED.runsOf8 : bits === 4 ? PACKED.runsOf4 : -1);
  const isMasks = (packed === PACKED.masks || packed === PACKED.masksWithAlpha) && (bits === 16 || bits === 32);
  if (packed !== PACKED.none && !isRuns && !isMasks) throw new RangeError(`packed by ${packed}`);
  if (bits > DEEPEST_PALETTE) return byMasks(bytes, head, masksOf(bytes, head));
  if (![1, 2, 4, 8].includes(bits)) throw new RangeError(`${bits} bits a point`);
  return inColours(bytes, head, isRuns ? ofRuns(bytes, head) : ofRows(bytes, head));
}

/** Each row begins at a multiple of four bytes; the padding behind the last one may be missing. */
function rowsOf(bytes: Buffer, { width, height, bits, fromTop, points }: BitmapHead): number[] {
  const row = Math.ceil((width * bits) / 32) * 4;
  if (points + row * (height - 1) + Math.ceil((width * bits) / 8) > bytes.length) throw new RangeError('breaks off');
  return Array.from({ length: height }, (_, y) => points + row * (fromTop ? y : height - 1 - y));
}

function masksOf(bytes: Buffer, { bits, packed, head }: BitmapHead): readonly number[] {
  const usual = MASKS[bits];
  if (!usual) throw new RangeError(`${bits} bits a point`);
  if (packed === PACKED.none) return usual;
  const hasAlpha = packed === PACKED.masksWithAlpha || head >= MASKS_BEHIND + 16;
  return [0, 1, 2, 3].map((n) => (n === 3 && !hasAlpha ? 0 : bytes.readUInt32LE(14 + MASKS_BEHIND + n * 4)));
}

/** Where in a point a colour stands, and what each of its steps is of 255. */
function stepsOf(mask: number): { shift: number; cut: number; steps: Uint8Array } {
  const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  // Of more than eight bits the last ones are not kept.
  const cut = Math.max(0, 24 - Math.clz32(most));
  const last = most >>> cut;
  return { shift, cut, steps: Uint8Array.from({ length: last + 1 }, (_, n) => Math.round((n * 255) / (last || 1))) };
}

function byMasks(bytes: Buffer, head: BitmapHead, masks: readonly number[]): Points {
  const { width, height, bits } = head;
  const size = bits / 8;
  const channels = masks[3] === 0 ? 3 : 4;
  const data = Buffer.alloc(width * height * channels);
  const read = masks.slice(0, channels).map((mask) => ({ mask, ...stepsOf(mask) }));
  let [to, seen] = [0, 0];
  for (const row of rowsOf(bytes, head)) {
    for (let at = row; at < row + width * size; at += size) {
      let point = bytes[at]! | (bytes[at + 1]! << 8);
      if (size > 2) point |= bytes[at + 2]! << 16;
      if (size > 3) point |= bytes[at + 3]! << 24;
      for (const { mask, shift, cut, steps } of read) {
        data[to] = steps[((point & mask) >>> shift) >>> cut]!;
        to += 1;
      }
      if (channels === 4) seen |= data[to - 1]!;
    }
  }
  // Who says that there is alpha and writes none of it means a picture that one sees.
  if (channels === 4 && seen === 0) return byMasks(bytes, head, masks.slice(0, 3).concat(0));
  return { data, width, height, channels };
}

/** Which colour each point has. */
function ofRows(bytes: Buffer, head: BitmapHead): Uint8Array {
  const { width, height, bits } = head;
  const colours = new Uint8Array(width * height);
  const most = 2 ** bits - 1;
  let to = 0;
  for (const row of rowsOf(bytes, head)) {
    for (let bit = 0; bit < width * bits; bit += bits) {
      colours[to] = (bytes[row + (bit >>> 3)]! >>> (8 - bits - (bit & 7))) & most;
      to += 1;
    }
  }
  return colours;
}

/** RLE8 and RLE4; what is skipped has the first colour. */
function ofRuns(bytes: Buffer, { width, height, bits, fromTop, points }: BitmapHead): Uint8Array {
  const colours = new Uint8Array(width * height);
  let [at, x, y] = [points, 0, 0];
  const next = () => bytes.readUInt8(at++);
  const put = (colour: number) => {
    if (x < width && y < height) colours[(fromTop ? y : height - 1 - y) * width + x] = colour;
    x += 1;
  };
  const half = (byte: number, n: number) => (bits === 8 ? byte : n % 2 === 0 ? byte >>> 4 : byte & 15);
  while (y < height) {
    const [count, what] = [next(), next()];
    if (count > 0) for (let n = 0; n < count; n += 1) put(half(what, n));
    else if (what === 0) [x, y] = [0, y + 1];
    else if (what === 1) break;
    else if (what === 2) [x, y] = [x + next(), y + next()];
    else {
      const length = Math.ceil((what * bits) / 8);
      for (let n = 0; n < what; n += 1) put(half(bytes.readUInt8(at + (bits === 8 ? n : n >>> 1)), n));
      // The next begins at an even byte.
      at += length + (length % 2);
    }
  }
  return colours;
}

function inColours(bytes: Buffer, { width, height, bits, points, head }: BitmapHead, of: Uint8Array): Points {
  const size = head === CORE_HEAD ? 3 : 4;
  const said = head === CORE_HEAD ? 0 : bytes.readUInt32LE(46);
  const many = Math.min(said || 2 ** bits, 2 ** bits, Math.floor((points - 14 - head) / size));
  const palette = bytes.subarray(14 + head, 14 + head + many * size);
  const data = Buffer.alloc(width * height * 3);
  let to = 0;
  for (const colour of of) {
    // Blue comes first; a colour that the palette has not is black.
    for (let at = colour * size + 2; at >= colour * size; at -= 1) {
      data[to] = palette[at] ?? 0;
      to += 1;
    }
  }
  return { data, width, height, channels: 3 };
}
