import { strFromU8, unzipSync } from 'fflate';

/** What lies in a zip, by its list alone: nothing is unpacked but the one file that says what a document is. */

/** More than any document or folder of photos has. */
const MOST_ENTRIES = 20_000;
/** What is more when it is unpacked fills the disk of who opens it. */
const MOST_BYTES = 2 * 1024 ** 3;
const MOST_LABEL_BYTES = 1024 * 1024;
/** What says of a document what it is: of Office (ECMA-376, 2, 10.1) and of OpenDocument (1.3, 2, 2.2). */
const LABELS = ['[Content_Types].xml', 'mimetype'];

export type PackedKind = 'docx' | 'xlsx' | 'pptx' | 'odt' | 'ods' | 'zip';

const MAIN: [PackedKind, RegExp][] = [
  ['docx', /officedocument\.wordprocessingml\.document\.main\+xml/],
  ['xlsx', /officedocument\.spreadsheetml\.sheet\.main\+xml/],
  ['pptx', /officedocument\.presentationml\.presentation\.main\+xml/],
];
const ODF: Record<string, PackedKind> = {
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
};
const MACROS = /(^|\/)(vbaProject\.bin|vbaData\.xml)$|^(Basic|Scripts)\//i;

/** `broken` also where it is more than anybody should unpack; null for a document that is none of ours. */
export function packedIn(bytes: Uint8Array): PackedKind | 'broken' | null {
  const names: string[] = [];
  let whole = 0;
  try {
    const labels = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        names.push(name);
        whole += originalSize;
        if (names.length > MOST_ENTRIES || whole > MOST_BYTES) throw new Error('too much');
        return LABELS.includes(name) && originalSize <= MOST_LABEL_BYTES;
      },
    });
    return kindOf(names, labels);
  } catch {
    return 'broken';
  }
}

function kindOf(names: string[], labels: Record<string, Uint8Array>): PackedKind | null {
  const [office, odf] = LABELS.map((name) => (labels[name] ? strFromU8(labels[name]) : undefined));
  if (office === undefined && odf === undefined) return 'zip';
  if (names.some((name) => MACROS.test(name)) || /macroEnabled/i.test(office ?? '')) return null;
  if (odf !== undefined) return ODF[odf.trim()] ?? null;
  return MAIN.find(([, main]) => main.test(office!))?.[0] ?? null;
}
