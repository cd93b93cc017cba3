import type { PartyRef } from '../../dispute/events.js';
import type { Book, Chapter } from '../book.js';

/** What a case says of itself; whether the other one says the same, `proof/merging.ts` proves of both. */
export const MERGING: Chapter<'DisputeAbsorbed' | 'DisputeSplit' | 'DisputeSplitOff'> = {
  DisputeAbsorbed(book, { actor, data: { from, parties = [], dangerSigns, repeats } }) {
    if (actor.kind !== 'system') book.fault(12, 'somebody wrote by hand that a case was merged into it');
    if (book.absorbed.has(from.id)) book.fault(12, `${from.number} was merged into it twice`);
    if (repeats?.includes(from.id)) book.fault(12, `it counts ${from.number}, which is itself`);
    book.absorbed.set(
      from.id,
      parties.map(({ id }) => id),
    );
    amendParties(book, (known) => {
      for (const each of parties) {
        if (known.has(each.id)) book.fault(12, `party ${each.id}, who came with ${from.number}, was there`);
        known.set(each.id, each);
      }
    });
    if (book.entry) book.entry = { ...book.entry, ...(dangerSigns && { dangerSigns }), ...(repeats && { repeats }) };
  },
  DisputeSplitOff(book, { actor, data: { from, removed = [] } }) {
    if (actor.kind !== 'system') book.fault(12, 'somebody wrote by hand that a case was split from it');
    const came = book.absorbed.get(from.id);
    if (!came) return book.fault(12, `${from.number}, which was split from it, was never merged into it`);
    if (removed.some((id) => !came.includes(id))) book.fault(12, `with ${from.number} goes who had not come with it`);
    if (removed.length > 0 && book.held) book.fault(15, 'people of a dispute on hold were taken out');
    book.absorbed.delete(from.id);
    amendParties(book, (known) => removed.forEach((id) => known.delete(id)));
  },
  DisputeSplit(book, { actor, text }) {
    if (book.into === null) book.fault(12, 'it was split from nothing');
    if (actor.kind !== 'person') book.fault(12, 'nobody split it');
    if (text === undefined) book.fault(12, 'it was split without a reason');
    book.into = null;
    book.beginAnew(null);
  },
};

function amendParties(book: Book, amend: (known: Map<string, PartyRef>) => void): void {
  if (!book.entry) return book.fault(7, 'it was merged before it was entered');
  const known = new Map(book.entry.parties.map((each) => [each.id, each]));
  amend(known);
  book.entry = { ...book.entry, parties: [...known.values()] };
}
