import { expect, it } from '@jest/globals';
import { textOf } from './file-text.js';

/** 日期,放假 as a Chinese spreadsheet saves it. */
const GB = [0xc8, 0xd5, 0xc6, 0xda, 0x2c, 0xb7, 0xc5, 0xbc, 0xd9];

it.each<[encoding: string, bytes: number[], text: string | null]>([
  ['UTF-8', [...new TextEncoder().encode('日期,放假')], '日期,放假'],
  ['GB18030', GB, '日期,放假'],
  ['UTF-16', [0xff, 0xfe, 0xe5, 0x65, 0x1f, 0x67], '日期'],
  ['no text', [0x50, 0x4b, 0x03, 0x04, 0x00, 0x00], null],
])('reads what is %s', (_encoding, bytes, text) => {
  expect(textOf(new Uint8Array(bytes))).toBe(text);
});
