/** Documents of offices of before 2007: a small disk in a file ([MS-CFB]), with a stream for what it is of. */

const SECTOR_SHIFTS = [9, 12];
/** Where the header names the sectors of its table: so many, and the rest in sectors of their own. */
const IN_HEADER = { at: 76, entries: 109 };
const ENTRY_BYTES = 128;
const NO_SECTOR = 0xffff_fffa;

const KINDS = { WordDocument: 'doc', Workbook: 'xls', Book: 'xls', 'PowerPoint Document': 'ppt' } as const;
type Compound = (typeof KINDS)[keyof typeof KINDS];
/** What runs when it is opened is kept in storages of these names. */
const PROGRAMS = ['Macros', 'VBA', '_VBA_PROJECT', '_VBA_PROJECT_CUR'];

/** What a document of after 2007 that has a password lies in ([MS-OFFCRYPTO] 2.3.4.4). */
const ENCRYPTED = 'EncryptedPackage';

/** @returns null where it is of another kind, or has programs inside */
export function compoundIn(bytes: Buffer): Compound | 'broken' | 'protected' | null {
  const names = namesIn(bytes);
  if (names === null) return 'broken';
  if (names.has(ENCRYPTED)) return 'protected';
  if (PROGRAMS.some((each) => names.has(each))) return null;
  return Object.entries(KINDS).find(([name]) => names.has(name))?.[1] ?? null;
}

/** How its streams and storages are called; null where a sector lies outside of it, or is come to twice. */
function namesIn(bytes: Buffer): Set<string> | null {
  if (bytes.length < 512) return null;
  const shift = bytes.readUInt16LE(30);
  if (!SECTOR_SHIFTS.includes(shift)) return null;
  const size = 2 ** shift;
  const perSector = size / 4;
  const startOf = (sector: number): number | null => {
    const at = (sector + 1) * size;
    return at + size <= bytes.length ? at : null;
  };
  const table: number[] = Array.from({ length: IN_HEADER.entries }, (_, n) => bytes.readUInt32LE(IN_HEADER.at + 4 * n));
  const most = bytes.length / size;
  for (let sector = bytes.readUInt32LE(68); sector < NO_SECTOR;) {
    const at = startOf(sector);
    if (at === null || table.length > most + IN_HEADER.entries) return null;
    for (let n = 0; n < perSector - 1; n++) table.push(bytes.readUInt32LE(at + 4 * n));
    sector = bytes.readUInt32LE(at + size - 4);
  }
  const after = (sector: number): number | null => {
    const at = startOf(table[Math.floor(sector / perSector)] ?? NO_SECTOR);
    return at === null ? null : bytes.readUInt32LE(at + 4 * (sector % perSector));
  };
  const names = new Set<string>();
  let sector: number | null = bytes.readUInt32LE(48);
  for (let read = 0; sector === null || sector < NO_SECTOR; read++) {
    const at = sector === null ? null : startOf(sector);
    if (sector === null || at === null || read > most) return null;
    for (let entry = at; entry < at + size; entry += ENTRY_BYTES) {
      const length = bytes.readUInt16LE(entry + 64);
      if (length > 2 && length <= 64) names.add(bytes.toString('utf16le', entry, entry + length - 2));
    }
    sector = after(sector);
  }
  return names;
}
