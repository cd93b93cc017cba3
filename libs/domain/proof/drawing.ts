import type { Answered } from '../dispute/events.js';
import type { Book } from './book.js';
import { demandsVisitsThatTell } from './editions.js';

/**
 * That of the visits which a command recorded those are to be checked whom its body's HMAC draws, and no others: told by
 * code of its own from what the record has of the command.
 */
export function checkDrawn(book: Book, { bodyHmac }: Answered): void {
  const { recorded } = book;
  book.recorded = [];
  if (!demandsVisitsThatTell(book.core)) return;
  for (const { n, grade } of recorded) {
    const share = (book.rules.policy.spotChecks ?? { blue: 0.1, yellow: 0.1, red: 0.25 })[grade];
    const drawn = lot(`${bodyHmac} ${caseOf(book)} ${n}`) < share * 4_294_967_296;
    if (drawn !== book.drawn.has(n))
      book.fault(13, `visit ${n} was ${drawn ? 'drawn and nobody owes its check' : 'to be checked and was not drawn'}`);
  }
}

/** An obligation has the id of its case, and a number. */
function caseOf({ everOwed }: Book): string {
  return everOwed.slice(0, everOwed.lastIndexOf('.'));
}

/** FNV-1a and the end of MurmurHash3, in 32 bits, by whole numbers that a double holds. */
function lot(text: string): number {
  const times = (a: number, b: number) => ((((a >>> 16) * b) % 65_536) * 65_536 + (a & 0xffff) * b) % 4_294_967_296;
  let hash = 2_166_136_261;
  for (const code of Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)))
    hash = times((hash ^ code) >>> 0, 16_777_619);
  for (const [shift, by] of [
    [16, 2_246_822_507],
    [13, 3_266_489_909],
  ] as const)
    hash = times((hash ^ (hash >>> shift)) >>> 0, by);
  return (hash ^ (hash >>> 16)) >>> 0;
}
