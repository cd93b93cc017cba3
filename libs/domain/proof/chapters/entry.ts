import { nothing, type Chapter } from '../book.js';
import { succeed } from '../succeeding.js';

export const ENTRY: Chapter<
  | 'DisputeRegistered'
  | 'DisputeAdopted'
  | 'CoreRaised'
  | 'RulesMoved'
  | 'DepartmentSucceeded'
  | 'DisputeCorrected'
  | 'DisputeGraded'
  | 'RepeatRuledOut'
  | 'CommandRefused'
  | 'ClockForwarded'
> = {
  DisputeRegistered(book, { data }) {
    book.entry = data;
    book.desk = data.desk;
    book.core = data.core ?? 1;
    book.adopting = data.ledger !== undefined;
  },
  DisputeAdopted(book) {
    if (!book.adopting) book.fault(7, 'it was adopted from no ledger, or twice');
    book.adopting = false;
  },
  CoreRaised(book, { data }) {
    book.core = data.core;
  },
  RulesMoved(book, { data: { policyVersion, calendarVersion }, rules }) {
    if (rules?.policyVersion !== policyVersion || rules.calendar.version !== calendarVersion)
      book.fault(8, `it moved to rules ${policyVersion}, ${calendarVersion} that are not there`);
    else book.rules = rules;
  },
  DepartmentSucceeded(book, { actor, data: { from, to }, text }) {
    if (actor.kind !== 'person') book.fault(7, `${to} succeeded ${from} by nobody's word`);
    if (text === undefined) book.fault(7, `${to} succeeded ${from} without a reason`);
    if (!succeed(book, from, to)) book.fault(2, `${to} succeeded ${from}, which had nothing on it`);
  },
  DisputeGraded(book, { data }) {
    book.grade = data.grade;
    book.graded = true;
    book.complexity = data.complexity;
  },
  DisputeCorrected(book, { actor, data: { parties = [], removed = [], importId, people: _, amount: __, ...said } }) {
    if (!book.entry) return book.fault(7, 'it was corrected before it was entered');
    if (importId !== undefined && !book.entry.ledger) book.fault(7, 'it was corrected by a ledger, and came of none');
    if (actor.kind !== 'person') book.fault(7, "it was corrected by nobody's word");
    const known = new Map(book.entry.parties.map((each) => [each.id, each]));
    for (const each of parties) known.set(each.id, each);
    for (const id of removed) if (!known.delete(id)) book.fault(7, `party ${id}, who is removed, is none of it`);
    book.entry = { ...book.entry, ...said, parties: [...known.values()] };
  },
  RepeatRuledOut(book, { actor, data: { repeat }, text }) {
    if (!book.entry?.repeats?.includes(repeat)) book.fault(7, 'it was ruled to be no repeat of what it never counted');
    if (book.apart.has(repeat)) book.fault(7, 'it was ruled twice to be no repeat of the same case');
    book.apart.add(repeat);
    if (actor.kind !== 'person' || actor.departmentId === book.desk)
      book.fault(7, 'who raised it ruled that it is no repeat');
    if (text === undefined) book.fault(7, 'it was ruled to be no repeat without a reason');
  },
  CommandRefused: nothing,
  ClockForwarded: nothing,
};
