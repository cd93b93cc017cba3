import type { MetParty } from '#domain/dispute/events.js';
import type { DisputeRow, PartyRow } from '#domain/dispute/row.js';
import type { Tree } from '#domain/people/tree.js';
import type { Instant } from '#domain/time/time.js';
import { zh } from '#lexicon/zh.js';
import type { Sheet } from './sheet.js';

/** What a paper is made of. */
export interface Ground {
  row: DisputeRow;
  tree: Tree;
  zone: string;
  now: Instant;
  caseUrl: string;
}

/** What stands on a paper between its number and who issues it. */
export type Content = Pick<Sheet, 'addressee' | 'paragraphs' | 'signatures'>;

export const departmentName = (id: string, { tree }: Ground): string => tree.departments.get(id)?.name ?? id;

export const personName = (id: string, { tree }: Ground): string =>
  tree.accounts.find((each) => each.id === id)?.name ?? id;

export const partyName = ({ name }: Pick<PartyRow, 'name'>): string => name ?? '（已删除）';

/** Which case it is, and between whom. */
export function subjectOf(ground: Ground): string {
  const { row } = ground;
  const village = departmentName(row.place.village, ground);
  const parties = row.parties.map((each) => `${partyName(each)}（${zh.partyRole[each.role]}）`).join('、');
  const grade = row.grade ? `，${zh.grade[row.grade]}色` : '';
  return `${village}${zh.category[row.category]}纠纷“${row.title ?? ''}”（编号${row.number}${grade}，${zh.complexity[row.complexity]}）。当事人：${parties}。`;
}

/** Somebody whom a visit met, with what they answered. */
export const metText =
  (parties: readonly PartyRow[]) =>
  ({ partyId, kept, satisfied }: MetParty): string => {
    const party = parties.find(({ id }) => id === partyId);
    const said = [
      ...(kept === undefined ? [] : [kept ? '称对方已履行约定' : '称对方未履行约定']),
      ...(satisfied === undefined ? [] : [satisfied ? '满意' : '不满意']),
    ];
    return `${party ? partyName(party) : partyId}${said.length > 0 ? `（${said.join('，')}）` : ''}`;
  };
