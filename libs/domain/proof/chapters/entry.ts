import { nothing, type Chapter } from '../book.js';

export const ENTRY: Chapter<
  'DisputeRegistered' | 'CoreRaised' | 'RulesMoved' | 'DisputeGraded' | 'CommandRefused' | 'ClockForwarded'
> = {
  DisputeRegistered(book, { data }) {
    book.entry = data;
    book.desk = data.desk;
    book.core = data.core ?? 1;
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
