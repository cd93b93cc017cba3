import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import type { Tree } from '#domain/people/tree.js';
import { bookAs, spreadsheet } from './spreadsheet.js';
import { Telling } from './telling.js';

const ZONE = 'Asia/Shanghai';
const tree = { departments: new Map(), accounts: [] } as unknown as Tree;

/** What a file is called that is made at a moment. */
function calledBy(make: (reply: FastifyReply) => unknown): string {
  const headers = new Map<string, string>();
  const reply = {
    header(name: string, value: string) {
      headers.set(name, value);
      return this;
    },
  };
  make(reply as unknown as FastifyReply);
  return headers.get('content-disposition')!;
}

describe('a sheet', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('is called by the day of its region, in the words of its reader beside those of programs', () => {
    // Six in the morning of the next day.
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-30T22:00:00Z'));
    const book = (language: 'zh-CN' | 'en', coded = false) => {
      const file = new Telling(language, ZONE, coded, tree).file('disputes', 'disputes');
      return calledBy((reply) => bookAs(reply, 'xlsx', { ...file, tables: [{ name: 'x', heads: [], rows: [] }] }));
    };
    const plain = 'attachment; filename="disputes-2026-12-01.xlsx"';
    expect(book('zh-CN')).toBe(`${plain}; filename*=UTF-8''${encodeURIComponent('纠纷案件-2026-12-01.xlsx')}`);
    expect(book('en')).toBe(plain);
    expect(book('zh-CN', true)).toBe(plain);
    const none = (async function* () {})();
    const audit = calledBy((reply) => spreadsheet(reply, { name: 'audit', zone: ZONE }, ['at'], none));
    expect(audit).toBe('attachment; filename="audit-2026-12-01.csv"');
  });

  it.each([
    ['whole days, as they were asked', '2026-11-01', '2026-12-01', '2026-11-01', '2026-12-01（含当日）'],
    ['their moments', '2026-10-31T16:00:00.000Z', '2026-12-01T16:00:00.000Z', '2026-11-01', '2026-12-01（含当日）'],
    [
      'other moments',
      '2026-11-01T01:00:00.000Z',
      '2026-12-01T15:30:00.000Z',
      { at: '2026-11-01T01:00:00.000Z' },
      { at: '2026-12-01T15:30:00.000Z' },
    ],
  ])('of a period of %s says the last day that is in it', (_what, from, to, first, last) => {
    const { rows } = new Telling('zh-CN', ZONE, false, tree).about(
      'statistics',
      { name: '', departmentId: 'x' } as never,
      { from, to },
    );
    const said = new Map([...(rows as [string, unknown][])]);
    expect([said.get('自'), said.get('至')]).toEqual([first, last]);
  });
});
