import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { LEXICON, type Language } from '#lexicon/languages.js';
import { bookAs } from '../http/spreadsheet.js';
import type { Cell } from '../http/workbook.js';
import type { PreviewRow } from './answers.js';

const HEADS: Record<Language, string[]> = {
  'zh-CN': ['案件编号', '单位', '事项', '原期限', '新期限', '立即超期', '提前', '暂定'],
  en: ['Case', 'Department', 'What is owed', 'Due now', 'Due then', 'Late at once', 'Earlier', 'Was provisional'],
};
const YES: Record<Language, string> = { 'zh-CN': '是', en: 'yes' };

interface Telling {
  language: Language;
  zone: string;
  name: (departmentId: string) => string;
}

/** Every date that would move, as a sheet for those who have to agree. */
export function previewSheet(rows: readonly PreviewRow[], telling: Telling, reply: FastifyReply): Readable {
  const table = { name: 'preview', heads: HEADS[telling.language], rows: rows.map((each) => cells(each, telling)) };
  return bookAs(reply, 'xlsx', { name: 'preview', tables: [table], zone: telling.zone });
}

function cells({ number, departmentId, kind, n, from, to, late, provisional }: PreviewRow, telling: Telling): Cell[] {
  const { language, name } = telling;
  const flag = (is: boolean) => (is ? YES[language] : '');
  const owed = LEXICON[language].kind[kind];
  return [
    number,
    name(departmentId),
    n === undefined ? owed : `${owed} ${n}`,
    { at: from },
    { at: to },
    flag(late),
    flag(to < from),
    flag(provisional),
  ];
}
