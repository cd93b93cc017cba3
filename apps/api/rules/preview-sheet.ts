import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { instantAt, instantOf, millisOf, type Instant } from '#domain/time/time.js';
import { LEXICON, type Language } from '#lexicon/languages.js';
import { SHEET_TYPES } from '../http/body.js';
import { workbook } from '../http/workbook.js';
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
export function previewSheet(rows: readonly PreviewRow[], telling: Telling, reply: FastifyReply): StreamableFile {
  const bytes = Buffer.from(
    workbook('preview', [HEADS[telling.language], ...rows.map((each) => cells(each, telling))]),
  );
  void reply.header('cache-control', 'no-store');
  return new StreamableFile(bytes, {
    type: SHEET_TYPES[1],
    length: bytes.length,
    disposition: `attachment; filename="preview-${instantOf(Date.now()).slice(0, 10)}.xlsx"`,
  });
}

function cells({ number, departmentId, kind, n, from, to, late, provisional }: PreviewRow, telling: Telling): string[] {
  const { language, zone, name } = telling;
  const flag = (is: boolean) => (is ? YES[language] : '');
  const owed = LEXICON[language].kind[kind];
  return [
    number,
    name(departmentId),
    n === undefined ? owed : `${owed} ${n}`,
    local(from, zone),
    local(to, zone),
    flag(late),
    flag(to < from),
    flag(provisional),
  ];
}

/** `2026-10-09 10:30:00`, as a clock in the township shows it. */
function local(at: Instant, zone: string): string {
  const ahead = millisOf('2026-01-01T00:00:00.000Z') - millisOf(instantAt('2026-01-01', '00:00', zone));
  return instantOf(millisOf(at) + ahead)
    .slice(0, 19)
    .replace('T', ' ');
}
