import type { DisputeRow } from '#domain/dispute/row.js';
import type { Account, Department } from '#domain/people/tree.js';
import { hoursText } from '#domain/sheet/cells.js';
import type { ColumnOf } from '#domain/sheet/columns.js';
import { wallClockAt, type Instant } from '#domain/time/time.js';
import type { ImportKind, Role } from '#domain/words.js';
import { LEXICON, type Language } from '#lexicon/languages.js';
import { WHETHER } from '#lexicon/sheet.js';
import type { ItemRow } from '#persistence/reading/item-reader.js';
import type { Contact } from '#persistence/staff/staff.js';
import { readsContacts } from '../disputes/masking.js';

/** Cases, reports, departments and people as rows of the sheets that they are brought in from: what is made of it is brought in as nothing new. */

export interface SheetReader {
  language: Language;
  zone: string;
  departmentId: string;
}

type Cells<K extends ImportKind> = Partial<Record<ColumnOf<K>, string>>;

/** `2026-10-09 10:30:00`, as a clock in the township shows it. */
const local = (at: Instant | null | undefined, { zone }: SheetReader): string => (at ? wallClockAt(at, zone) : '');

export function toldDispute(row: DisputeRow, telling: SheetReader): Cells<'disputes'> {
  const { language, departmentId } = telling;
  const words = LEXICON[language];
  const first = row.transfers[0];
  const resolved = row.closures[0] ?? row.resolution;
  const isAnswered = first && (first.state === 'accepted' || first.state === 'completed');
  // Of one that was given back and then ended, a ledger can only say that it ended.
  const leg = isAnswered || !resolved ? first : undefined;
  return {
    externalNumber: row.ledger?.externalNumber ?? row.number,
    source: row.ledger?.source ?? '',
    title: row.title ?? '',
    narrative: row.narrative ?? '',
    category: words.category[row.category],
    grade: row.grade ? words.grade[row.grade] : '',
    complexity: words.complexity[row.complexity],
    village: row.place.village,
    address: row.place.address ?? '',
    registeredAt: local(row.createdAt, telling),
    transferredTo: leg ? leg.to : '',
    transferredAt: local(leg?.offeredAt, telling),
    // Accepted by silence at the due moment, it was never answered.
    acceptedAt: isAnswered ? local(first.answeredAt ?? first.answerDueAt, telling) : '',
    resolvedAt: local(resolved?.resolvedAt, telling),
    outcome: resolved ? words.outcome[resolved.outcome] : '',
    parties: row.parties.map((each) => `${each.name ?? ''}（${words.partyRole[each.role]}）`).join('；'),
    // What is masked is not written down: it would come back as a number that it is not.
    phone: readsContacts(row, departmentId) ? row.parties.map(({ phone }) => phone ?? '无').join('；') : '',
    registeredBy: row.desk,
  };
}

export function toldItem(item: ItemRow, telling: SheetReader): Cells<'items'> {
  return {
    externalNumber: item.number,
    text: item.text ?? '',
    feeder: LEXICON[telling.language].feeder[item.feeder],
    village: item.village,
    place: item.place ?? '',
    heardAt: local(item.heardAt.toISOString(), telling),
  };
}

export function toldDepartment(department: Department, { language, zone }: SheetReader): Cells<'departments'> {
  const { id, name, nameEn, parentId, hasDesk, isVillage, workingTime } = department;
  const whether = (is: boolean) => WHETHER[language][is ? 'yes' : 'no'];
  return {
    id,
    name,
    nameEn,
    parentId: parentId ?? '',
    hasDesk: whether(hasDesk),
    isVillage: whether(isVillage),
    workingTime: workingTime ? hoursText(workingTime, zone) : '',
  };
}

/** @param roles what they were granted, also what waits for a second person */
export function toldPerson(
  { id, name, departmentId }: Account,
  roles: readonly Role[],
  { email = '', phone = '' }: Contact,
  { language }: SheetReader,
): Cells<'people'> {
  const { role } = LEXICON[language];
  return { username: id, name, departmentId, roles: roles.map((each) => role[each]).join('；'), email, phone };
}
