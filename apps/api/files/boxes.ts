/** Sound and film in the boxes of ISO base media (ISO/IEC 14496-12): `m4a`, `mp4`, and what is made like it: QuickTime's `mov`, telephones' `3gp`. */

interface Box {
  type: string;
  /** Where its name stands. */
  named: number;
  body: number;
  end: number;
}

/** The boxes that lie side by side between two places; null where they do not fill it. */
function boxesIn(bytes: Buffer, from: number, to: number): Box[] | null {
  const boxes: Box[] = [];
  let at = from;
  while (at < to) {
    if (to - at < 8) return null;
    const said = bytes.readUInt32BE(at);
    const isLong = said === 1;
    if (isLong && to - at < 16) return null;
    const size = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : said === 0 ? to - at : said;
    const body = at + (isLong ? 16 : 8);
    if (at + size < body || at + size > to) return null;
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), named: at + 4, body, end: at + size });
    at += size;
  }
  return boxes;
}

const within = (bytes: Buffer, box: Box | undefined, ...path: string[]): Box | undefined =>
  path.reduce<Box | undefined>(
    (at, type) => at && boxesIn(bytes, at.body, at.end)?.find((each) => each.type === type),
    box,
  );

export interface Film {
  kind: 'm4a' | 'mp4' | 'mov' | '3gp';
  /** The same, without the place, the names and the telephone that a recorder writes into it. */
  bytes: Buffer;
}

/** Boxes that say about it what is not it. */
const SAID = ['udta', 'meta', 'uuid'];

/** Null where it is none, breaks off, or plays nothing. */
export function filmIn(given: Buffer): Film | null {
  const outer = boxesIn(given, 0, given.length);
  const moov = outer?.find(({ type }) => type === 'moov');
  const inner = moov && boxesIn(given, moov.body, moov.end);
  if (outer?.[0]?.type !== 'ftyp' || !inner) return null;
  const tracks = inner.filter(({ type }) => type === 'trak');
  const plays = tracks.map((each) => {
    const handler = within(given, each, 'mdia', 'hdlr');
    // Version, flags and a reserved word stand before it.
    return handler && given.toString('latin1', handler.body + 8, handler.body + 12);
  });
  if (!plays.includes('vide') && !plays.includes('soun')) return null;
  const bytes = Buffer.from(given);
  const aside = tracks.flatMap((each) => boxesIn(given, each.body, each.end) ?? []);
  for (const { type, named, body, end } of [...outer, ...inner, ...aside]) {
    if (!SAID.includes(type)) continue;
    // Nothing moves, so what plays is found where it was.
    bytes.write('free', named, 'latin1');
    bytes.fill(0, body, end);
  }
  if (!plays.includes('vide')) return { kind: 'm4a', bytes };
  const brand = given.toString('latin1', outer[0].body, outer[0].body + 4);
  return { kind: brand === 'qt  ' ? 'mov' : brand.startsWith('3g') ? '3gp' : 'mp4', bytes };
}
