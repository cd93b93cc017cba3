import type { FileGroup, FileType } from '#domain/words.js';
import type { Language } from './languages.js';

/** Files as people call them: which are taken, how their names end, what programs call them on the way. */
export interface FileKind {
  group: FileGroup;
  /** As it is said where something else was handed in. */
  name: string;
  /** The first is the one that we give. */
  endings: readonly [string, ...string[]];
  /** The first is its own, the others are what browsers and systems say as well. */
  types: readonly [string, ...string[]];
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

export const FILE_KINDS = {
  jpeg: {
    group: 'picture',
    name: 'JPEG',
    endings: ['jpg', 'jpeg', 'jpe', 'jfif'],
    types: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
  },
  png: { group: 'picture', name: 'PNG', endings: ['png'], types: ['image/png', 'image/x-png'] },
  webp: { group: 'picture', name: 'WebP', endings: ['webp'], types: ['image/webp'] },
  heic: {
    group: 'picture',
    name: 'HEIC',
    endings: ['heic'],
    types: ['image/heic', 'image/heic-sequence'],
  },
  heif: {
    group: 'picture',
    name: 'HEIF',
    endings: ['heif', 'hif'],
    types: ['image/heif', 'image/heif-sequence'],
  },
  avif: {
    group: 'picture',
    name: 'AVIF',
    endings: ['avif'],
    types: ['image/avif'],
  },
  gif: { group: 'picture', name: 'GIF', endings: ['gif'], types: ['image/gif'] },
  bmp: {
    group: 'picture',
    name: 'BMP',
    endings: ['bmp', 'dib'],
    types: ['image/bmp', 'image/x-ms-bmp', 'image/x-bmp'],
  },
  tiff: {
    group: 'picture',
    name: 'TIFF',
    endings: ['tif', 'tiff'],
    types: ['image/tiff', 'image/x-tiff'],
  },
  pdf: { group: 'document', name: 'PDF', endings: ['pdf'], types: ['application/pdf', 'application/x-pdf'] },
  docx: { group: 'document', name: 'Word (docx)', endings: ['docx'], types: [`${OFFICE}.wordprocessingml.document`] },
  xlsx: { group: 'document', name: 'Excel (xlsx)', endings: ['xlsx'], types: [`${OFFICE}.spreadsheetml.sheet`] },
  pptx: {
    group: 'document',
    name: 'PowerPoint (pptx)',
    endings: ['pptx'],
    types: [`${OFFICE}.presentationml.presentation`],
  },
  doc: { group: 'document', name: 'Word 97 (doc)', endings: ['doc'], types: ['application/msword'] },
  xls: { group: 'document', name: 'Excel 97 (xls)', endings: ['xls'], types: ['application/vnd.ms-excel'] },
  ppt: { group: 'document', name: 'PowerPoint 97 (ppt)', endings: ['ppt'], types: ['application/vnd.ms-powerpoint'] },
  odt: { group: 'document', name: 'ODT', endings: ['odt'], types: [`${ODF}.text`] },
  ods: { group: 'document', name: 'ODS', endings: ['ods'], types: [`${ODF}.spreadsheet`] },
  eml: { group: 'document', name: 'EML', endings: ['eml'], types: ['message/rfc822'] },
  zip: { group: 'archive', name: 'ZIP', endings: ['zip'], types: ['application/zip', 'application/x-zip-compressed'] },
  mp3: { group: 'sound', name: 'MP3', endings: ['mp3'], types: ['audio/mpeg', 'audio/mp3'] },
  m4a: {
    group: 'sound',
    name: 'M4A',
    endings: ['m4a', 'm4b'],
    types: ['audio/mp4', 'audio/x-m4a', 'audio/m4a', 'audio/aac'],
  },
  amr: { group: 'sound', name: 'AMR', endings: ['amr', 'awb'], types: ['audio/amr', 'audio/amr-wb'] },
  wav: {
    group: 'sound',
    name: 'WAV',
    endings: ['wav'],
    types: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
  },
  mp4: { group: 'video', name: 'MP4', endings: ['mp4', 'm4v'], types: ['video/mp4', 'video/x-m4v'] },
  mov: { group: 'video', name: 'MOV', endings: ['mov', 'qt'], types: ['video/quicktime'] },
  '3gp': { group: 'video', name: '3GP', endings: ['3gp', '3g2'], types: ['video/3gpp', 'video/3gpp2'] },
} as const satisfies Record<string, FileKind>;
export type FileKindName = keyof typeof FILE_KINDS;

const KINDS = Object.entries(FILE_KINDS) as [FileKindName, FileKind][];

/** What programs may say of a file where they know nothing of it; the file itself is looked at anyway. */
export const UNSAID = 'application/octet-stream';

/** All that a file may be called on the way to us. */
export const SAID_TYPES: readonly string[] = [...KINDS.flatMap(([, { types }]) => types), UNSAID];

/** Signs of a name; what a folder could mistake for its own, or an eye for another ending, is none of it. */
export const LONGEST_NAME = 120;
export const NO_PART_OF_A_NAME = /[/\\:*?"<>|\p{Cc}\p{Cf}]/u;

const GROUP_WORDS: Record<Language, Record<FileGroup, string>> = {
  'zh-CN': { picture: '图片', document: '文档', archive: '压缩包', sound: '录音', video: '短视频' },
  en: { picture: 'pictures', document: 'documents', archive: 'archives', sound: 'sound', video: 'short video' },
};

const GROUPS = Object.keys(GROUP_WORDS.en) as FileGroup[];

/** `图片（JPEG、PNG）、录音（MP3）` */
export function takenWords(language: Language): string {
  const [between, comma] = language === 'en' ? [', ', ', '] : ['、', '、'];
  const said = (group: FileGroup) => {
    const names = KINDS.filter(([, kind]) => kind.group === group).map(([, { name }]) => name);
    const word = GROUP_WORDS[language][group];
    return language === 'en' ? `${word} (${names.join(comma)})` : `${word}（${names.join(comma)}）`;
  };
  return GROUPS.map(said).join(between);
}

/**
 * `图片 50 MB、文档 20 MB`
 *
 * @param megabytes at most
 */
export function sizeWords(language: Language, megabytes: Record<FileGroup, number>): string {
  const said = GROUPS.map((group) => `${GROUP_WORDS[language][group]} ${megabytes[group]} MB`);
  return said.join(language === 'en' ? ', ' : '、');
}

/** Letters after the last dot, as a name has them for its format: `2026.11` has none. */
const ENDING = /\.([a-z][a-z0-9]{0,4}|[0-9]+[a-z][a-z0-9]{0,3})$/i;

export const endingOf = (name: string): string | null => ENDING.exec(name)?.[1]!.toLowerCase() ?? null;

/** What a file is by how its name ends. */
export function kindByName(name: string): FileKindName | null {
  const ending = endingOf(name);
  return KINDS.find(([, { endings }]) => ending !== null && endings.includes(ending))?.[0] ?? null;
}

/** What a file is by how a program calls it. */
export function kindByType(type: string): FileKindName | null {
  return KINDS.find(([, { types }]) => types.includes(type))?.[0] ?? null;
}

export const isPicture = (type: string): boolean => type.startsWith('image/');

/**
 * Whether a name ends as what it is the name of. One without an ending says nothing; of pictures any ending does, since they
 * are drawn anew and are called after that. A TIFF of several pages becomes a PDF.
 */
export function endsAs(name: string, type: FileType): boolean {
  if (endingOf(name) === null) return true;
  const kind = kindByName(name);
  if (kind === null) return false;
  const { group, types }: FileKind = FILE_KINDS[kind];
  if (group === 'picture') return isPicture(type) || (kind === 'tiff' && type === 'application/pdf');
  return types[0] === type;
}

/** Its name with the ending of what it is. */
export function withEnding(name: string, type: FileType): string {
  const kind = kindByType(type)!;
  const { endings } = FILE_KINDS[kind] as FileKind;
  const ending = endingOf(name);
  if (ending === null || !endsAs(name, type)) return `${name}.${endings[0]}`;
  return endings.includes(ending) ? name : `${name.slice(0, -ending.length - 1)}.${endings[0]}`;
}
