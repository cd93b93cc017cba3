import { nothing, type Chapter } from '../book.js';

export const ENTRY: Chapter<
  'DisputeRegistered' | 'CoreRaised' | 'DisputeGraded' | 'CommandRefused' | 'ClockForwarded'
> = {
  DisputeRegistered(book, { data }) {
    book.entry = data;
    book.desk = data.desk;
    book.core = data.core ?? 1;
  },
  CoreRaised(book, { data }) {
    book.core = data.core;
  },
  DisputeGraded(book, { data }) {
    book.grade = data.grade;
    book.graded = true;
    book.complexity = data.complexity;
  },
  CommandRefused: nothing,
  ClockForwarded: nothing,
};
