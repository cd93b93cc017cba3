import type { Chapter } from '../book.js';

export const KEEPING: Chapter<'HoldPlaced' | 'HoldLifted' | 'DisputeErased'> = {
  HoldPlaced(book) {
    book.held = true;
  },
  HoldLifted(book) {
    book.held = false;
  },
  DisputeErased(book) {
    if (book.held) book.fault(15, 'a dispute on hold was erased');
    book.erased = true;
  },
};
