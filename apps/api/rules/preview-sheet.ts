import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Language } from '#lexicon/languages.js';
import type { Actor } from '../http/actor.js';
import { bookAs } from '../http/spreadsheet.js';
import { SheetQuery, type Telling } from '../http/telling.js';
import type { Cell } from '../http/workbook.js';
import type { PreviewRow } from './answers.js';

export const SheetOfPreview = z.strictObject({ language: SheetQuery.language });

const HEADS: Record<Language, string[]> = {
  'zh-CN': ['案件编号', '单位', '事项', '原期限', '新期限', '立即超期', '提前', '原为暂定', '新期限暂定'],
  en: [
    'Case',
    'Department',
    'What is owed',
    'Due now',
    'Due then',
    'Late at once',
    'Earlier',
    'Was provisional',
    'Provisional then',
  ],
};

/** What is previewed: a version of the policy, or a year of the calendar. */
export interface Previewed {
  /** As its file says it. */
  id: string;
  version?: string;
  year?: string;
}

/** Every date that would move, as a sheet for those who have to agree. */
export function previewSheet(
  reply: FastifyReply,
  rows: readonly PreviewRow[],
  { id, ...narrowed }: Previewed,
  { telling, actor }: { telling: Telling; actor: Actor },
): Readable {
  const table = {
    name: telling.beside(telling.words.title.moves, id),
    heads: HEADS[telling.language],
    rows: rows.map((each) => cells(each, telling)),
  };
  return bookAs(reply, 'xlsx', {
    ...telling.file(`preview-${id}`, 'moves', id),
    tables: [table, telling.about('moves', actor, narrowed)],
  });
}

function cells(row: PreviewRow, telling: Telling): Cell[] {
  const { number, departmentId, kind, n, from, to, late, provisional, provisionalThen } = row;
  const flag = (is: boolean) => (is ? telling.whether(true) : '');
  const owed = telling.word('kind', kind);
  return [
    number,
    telling.name(departmentId),
    n === undefined ? owed : `${owed} ${n}`,
    { at: from },
    { at: to },
    flag(late),
    flag(to < from),
    flag(provisional),
    flag(provisionalThen),
  ];
}
