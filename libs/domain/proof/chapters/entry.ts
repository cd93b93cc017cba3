import { nothing, type Chapter } from '../book.js';

export const ENTRY: Chapter<
  | 'DisputeRegistered'
  | 'DisputeAdopted'
  | 'CoreRaised'
  | 'RulesMoved'
  | 'DisputeGraded'
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
  DisputeGraded(book, { data }) {
    book.grade = data.grade;
    book.graded = true;
    book.complexity = data.complexity;
  },
  CommandRefused: nothing,
  ClockForwarded: nothing,
};
