import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { readXlsx } from '../imports/reading/xlsx.js';
import { shownText, workbook, type Table } from './workbook.js';

const ZONE = 'Asia/Shanghai';

async function written(...tables: Table[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of workbook(tables, ZONE)) pieces.push(piece);
  return Buffer.concat(pieces);
}
const part = (book: Uint8Array, path: string) => strFromU8(unzipSync(book)[`xl/${path}`]!);
const one = (rows: Table['rows'], heads = ['甲', '乙']) => written({ name: '表', heads, rows });

describe('workbook', () => {
  it('says moments as dates by the clocks of the zone, shares as shares, and numbers as numbers', async () => {
    const rows = [[{ at: '2026-11-29T22:00:00.000Z' }, { share: 0.125 }, 7, null]];
    const sheet = part(await one(rows, ['时间', '比率', '数', '空']), 'worksheets/sheet1.xml');
    // Six in the morning of the 30th there.
    expect(sheet).toContain('<c s="2"><v>46356.25</v></c><c s="3"><v>0.125</v></c><c><v>7</v></c><c/>');
    const [, read] = readXlsx(await one(rows)).rows;
    expect(read!.cells.slice(0, 1)).toEqual(['2026-11-30 06:00']);
  });

  it.each(['=1+1', '+cmd', '-2', '@SUM(A1)', '＝1'])('shows %s as text, also once it is edited', async (text) => {
    const sheet = part(await one([[text]]), 'worksheets/sheet1.xml');
    expect(sheet).toContain(`<c t="inlineStr" s="4"><is><t xml:space="preserve">${text}</t></is></c>`);
    expect(sheet).not.toContain('<f>');
    expect(part(await one([[text]]), 'styles.xml')).toContain('<xf quotePrefix="1"/></cellXfs>');
  });

  it('keeps what XML takes for its own, and leaves out what it does not take', async () => {
    const sheet = part(await one([['<a & "b">\u0000\u0007\ud800。𠮷']]), 'worksheets/sheet1.xml');
    expect(sheet).toContain('>&lt;a &amp; &quot;b&quot;&gt;\ufffd。𠮷<');
  });

  it('has a sheet for each table under its name, heads in sight, all columns on one page', async () => {
    const book = await written(
      { name: '超期/原因', heads: ['甲'], rows: [] },
      { name: '说明', heads: ['乙'], rows: [['丙']] },
    );
    expect(part(book, 'workbook.xml')).toContain(
      '<sheet name="超期 原因" sheetId="1" r:id="rId1"/><sheet name="说明" sheetId="2" r:id="rId2"/>',
    );
    const first = part(book, 'worksheets/sheet1.xml');
    expect(first).toContain('state="frozen"');
    expect(first).toContain(
      '<autoFilter ref="A1:A1"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
    );
    expect(part(book, 'worksheets/sheet2.xml')).toContain('丙');
  });

  it('names columns beyond Z', async () => {
    const heads = Array.from({ length: 28 }, (_, n) => `列${n}`);
    expect(part(await one([], heads), 'worksheets/sheet1.xml')).toContain('<autoFilter ref="A1:AB1"/>');
  });

  it('reads no more rows ahead than it writes at once, and lets go of them where nobody reads on', async () => {
    let read = 0;
    let ended = false;
    async function* rows() {
      try {
        for (; read < 100_000; read += 1) yield await Promise.resolve([`第${read}行`.repeat(20)]);
      } finally {
        ended = true;
      }
    }
    const pieces = workbook([{ name: 'a', heads: ['甲'], rows: rows() }], ZONE);
    let bytes = 0;
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > 5_000) break;
    }
    expect(read).toBeGreaterThan(100);
    expect(read).toBeLessThan(20_000);
    expect(ended).toBe(true);
  });
});

it('says a cell as people read it where there is nothing but text', () => {
  expect(
    [null, 3, '甲', { at: '2026-11-29T16:30:00.000Z' }, { share: 0.8756 }].map((each) => shownText(each, ZONE)),
  ).toEqual(['', '3', '甲', '2026-11-30 00:30', '87.6%']);
});
