import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { readFile } from './read-file.js';
import type { ReadSheet } from './sheet.js';

/** Made by a program of others (test/support/sheets/README.md). */
const given = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../../test/support/sheets/${name}`, import.meta.url)));

async function read(bytes: Uint8Array | string): Promise<ReadSheet> {
  const found = await readFile({ bytes: typeof bytes === 'string' ? strToU8(bytes) : bytes });
  if ('unreadable' in found) throw new Error(found.unreadable);
  return found;
}

const WORKBOOK = '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>';
const RELS = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>';

/** The least that is a spreadsheet. */
const xlsx = (sheet: string, more: Record<string, string> = {}): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries({
        'xl/workbook.xml': WORKBOOK,
        'xl/_rels/workbook.xml.rels': RELS,
        'xl/worksheets/sheet1.xml': sheet,
        ...more,
      }).map(([name, text]) => [name, strToU8(text)]),
    ),
  );
const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const rowsOf = (rows: number, columns = 2) =>
  `<worksheet><sheetData>${Array.from({ length: rows }, () => `<row>${cell('x').repeat(columns)}</row>`).join('')}</sheetData></worksheet>`;

describe('a spreadsheet', () => {
  it('of another program is read with its words, numbers and moments, and what of it a text does not say', async () => {
    const { rows, remarks } = await read(given('ledger.xlsx'));
    expect(rows.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(rows[1]!.cells.slice(0, 3)).toEqual(['编号', '标题', '情况']);
    expect(rows[2]!.cells.slice(4, 9)).toEqual(['蓝', '石溪村', '2026-10-09 10:30', '张三；李四', '13900001111']);
    expect(rows[3]!.cells[6]).toBe('2026-10-12');
    // No style says that it is a moment.
    expect(rows[4]!.cells[6]).toBe('46305');
    expect(remarks).toEqual(
      expect.arrayContaining([
        { row: 0, column: 0, code: 'HIDDEN_SHEET', meant: '隐藏' },
        { row: 0, column: 0, code: 'OTHER_SHEET', meant: '另一张' },
        { row: 1, column: 0, code: 'MERGED_CELLS', meant: 'A1:H1' },
        { row: 6, column: 2, code: 'MERGED_CELLS', meant: 'C6:D6' },
        { row: 5, column: 1, code: 'FORMULA' },
        { row: 5, column: 8, code: 'NUMBER_CUT' },
      ]),
    );
    // Each cell of a merged range.
    expect(remarks.filter(({ code }) => code === 'MERGED_CELLS')).toHaveLength(8 + 2);
  });

  it.each(['yyyy-mm-dd', 'yyyy"年"m"月"d"日"', '[$-804]yyyy/m/d h:mm', 'h:mm;@'])(
    'knows a moment by its format %s',
    async (format) => {
      const styles = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="${format.replaceAll('"', '&quot;')}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`;
      const sheet =
        '<worksheet><sheetData><row><c s="1"><v>46304.4375</v></c><c s="0"><v>46304.5</v></c></row></sheetData></worksheet>';
      const { rows } = await read(xlsx(sheet, { 'xl/styles.xml': styles }));
      expect(rows[0]!.cells).toEqual(['2026-10-09 10:30', '46304.5']);
    },
  );

  it.each(['0.00', '#,##0', 'General', '[Red]0', '"d"0', '@'])('takes %s for no moment', async (format) => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="${format.replaceAll('"', '&quot;')}"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>`;
    const { rows } = await read(
      xlsx('<worksheet><sheetData><row><c s="0"><v>46304</v></c></row></sheetData></worksheet>', {
        'xl/styles.xml': styles,
      }),
    );
    expect(rows[0]!.cells).toEqual(['46304']);
  });

  it('has words in runs of several fonts, and skips how they are read aloud', async () => {
    const words = '<sst><si><r><t>纠</t></r><r><t>纷</t></r><rPh><t>jiu</t></rPh></si></sst>';
    const { rows } = await read(
      xlsx('<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>', {
        'xl/sharedStrings.xml': words,
      }),
    );
    expect(rows[0]!.cells).toEqual(['纠纷']);
  });

  const LOTS = ' '.repeat(80 * 1024 * 1024);
  it.each<[string, () => Uint8Array, string]>([
    ['has a password', () => given('protected.xlsx'), 'PASSWORD_PROTECTED'],
    ['is of before 2007', () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'OLD_FORMAT'],
    ['breaks off', () => given('ledger.xlsx').subarray(0, 4_000), 'BROKEN_FILE'],
    ['is a zip of something else', () => zipSync({ 'a.txt': strToU8('x') }), 'BROKEN_FILE'],
    ['is no XML inside', () => xlsx('<worksheet><sheetData>'), 'BROKEN_FILE'],
    [
      'hides an entity',
      () =>
        xlsx(
          '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>',
        ),
      'BROKEN_FILE',
    ],
    ['has 20,002 rows', () => xlsx(rowsOf(20_002)), 'TOO_MANY_ROWS'],
    ['has 300 columns', () => xlsx(rowsOf(1, 300)), 'TOO_MANY_COLUMNS'],
    ['is a bomb in a part', () => xlsx(rowsOf(1), { 'xl/styles.xml': `<styleSheet>${LOTS}</styleSheet>` }), 'TOO_MUCH'],
    [
      'is a bomb in a cell',
      () => xlsx(`<worksheet><sheetData><row>${cell(LOTS)}</row></sheetData></worksheet>`),
      'TOO_MUCH',
    ],
    ['is empty', () => new Uint8Array(), 'EMPTY_FILE'],
    ['has no row', () => xlsx(rowsOf(0)), 'EMPTY_FILE'],
  ])('that %s says so', async (_what, bytes, code) => {
    expect(await readFile({ bytes: bytes() })).toEqual({ unreadable: code });
  });

  it('of 200,000 rows is given up on without reading it', async () => {
    const bytes = xlsx(rowsOf(200_000, 4));
    const before = Date.now();
    expect(await readFile({ bytes })).toEqual({ unreadable: 'TOO_MANY_ROWS' });
    expect(Date.now() - before).toBeLessThan(5_000);
  });
});

describe('a file of text', () => {
  const TEXT = '编号,标题\n纠-001,"围墙，东移"\n\n纠-002,欠薪\n';
  const GB18030 = Buffer.from('b1e0bac52cb1eacce20abec02d3030312cc7d8b9fa0a', 'hex');

  it.each<[string, Uint8Array, string[][]]>([
    [
      'UTF-8',
      strToU8(TEXT),
      [
        ['编号', '标题'],
        ['纠-001', '围墙，东移'],
        ['纠-002', '欠薪'],
      ],
    ],
    [
      'UTF-8 with its mark',
      strToU8(`\ufeff${TEXT}`),
      [
        ['编号', '标题'],
        ['纠-001', '围墙，东移'],
        ['纠-002', '欠薪'],
      ],
    ],
    [
      'GB18030',
      new Uint8Array(GB18030),
      [
        ['编号', '标题'],
        ['纠-001', '秦国'],
      ],
    ],
    [
      'UTF-16',
      new Uint8Array(Buffer.from(`\ufeff${TEXT.replaceAll(',', '\t')}`, 'utf16le')),
      [
        ['编号', '标题'],
        ['纠-001', '围墙，东移'],
        ['纠-002', '欠薪'],
      ],
    ],
    [
      'semicolons',
      strToU8('a;b\n1,5;2\n'),
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
  ])('in %s is read', async (_what, bytes, rows) => {
    expect((await read(bytes)).rows.map(({ cells }) => cells)).toEqual(rows);
  });

  it('counts its rows as a spreadsheet shows them', async () => {
    expect((await read(TEXT)).rows.map(({ n }) => n)).toEqual([1, 2, 4]);
  });

  it.each<[string, Uint8Array | string, string]>([
    ['is none', new Uint8Array([0x00, 0x01, 0xff, 0xfe, 0x80]), 'NOT_TEXT'],
    ['has 20,002 rows', 'a,b\n'.repeat(20_002), 'TOO_MANY_ROWS'],
    ['has 200,000 rows', 'a,b\n'.repeat(200_000), 'TOO_MANY_ROWS'],
  ])('that %s says so', async (_what, bytes, code) => {
    await expect(read(bytes)).rejects.toThrow(code);
  });
});
