import type { Verb } from '../dispute/commands.js';
import type { EventType } from '../dispute/events.js';
import type { EventText } from '../dispute/text.js';

/** Where a verb leaves what its person gave as a reason, or noted. */
type Left = {
  [T in keyof EventText & EventType]: { type: T; member: EventText[T] extends infer E ? keyof E : never };
}[keyof EventText & EventType];
export const LEFT_BY: Partial<Record<Verb, Left>> = {
  grade: { type: 'DisputeGraded', member: 'reason' },
  'not-same': { type: 'RepeatRuledOut', member: 'reason' },
  correct: { type: 'DisputeCorrected', member: 'reason' },
  transfer: { type: 'TransferOffered', member: 'reason' },
  return: { type: 'TransferReturned', member: 'reason' },
  'decide-return': { type: 'ReturnDecided', member: 'reason' },
  recall: { type: 'TransferRecalled', member: 'reason' },
  contact: { type: 'ContactMade', member: 'note' },
  consent: { type: 'ConsentGiven', member: 'note' },
  progress: { type: 'ProgressReported', member: 'note' },
  extend: { type: 'ExtensionAsked', member: 'reason' },
  'decide-extension': { type: 'ExtensionDecided', member: 'reason' },
  suspend: { type: 'DisputeSuspended', member: 'reason' },
  resume: { type: 'DisputeResumed', member: 'reason' },
  'statutory-end': { type: 'TrackEnded', member: 'reason' },
  'fulfil-term': { type: 'TermFulfilled', member: 'note' },
  'fulfil-decision': { type: 'DecisionFulfilled', member: 'note' },
  visit: { type: 'VisitMade', member: 'note' },
  'check-visit': { type: 'VisitChecked', member: 'note' },
  'waive-visit': { type: 'VisitWaived', member: 'reason' },
  'waive-term': { type: 'TermWaived', member: 'reason' },
  urge: { type: 'ObligationUrged', member: 'note' },
  reopen: { type: 'DisputeReopened', member: 'reason' },
  split: { type: 'DisputeSplit', member: 'reason' },
  hold: { type: 'HoldPlaced', member: 'reason' },
  'lift-hold': { type: 'HoldLifted', member: 'reason' },
};
/** The same of a report that is none of ours. */
export const DISCARDED = { type: 'ItemDiscarded', member: 'reason' } as const;

/** That somebody of a department typed this, in this case. */
export interface Use {
  caseId: string;
  text: string;
}

/** Of so many cases, or it is what somebody said once. */
const CASES = 3;
/** Longer ones tell a story. */
const LONGEST = 60;
const MOST = 6;

/** A telephone, a paper, a sum or a date; in figures of whichever width, or in signs that stand for a row of them. */
const NUMBERS = /\p{Nd}{2}|[〇零一二三四五六七八九]{4}/u;
/** Somebody in particular, whose name one does not write. */
const SOMEBODY = /[某×*]/u;
const SHORTEST_NAME = 2;

const asKnown = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, '');

/**
 * What a department's people write again and again 常用语, the most used first. It is nobody's in particular: it was written
 * in several cases, and has no number and nobody's name in it.
 *
 * @param names of the parties of all cases that were looked at
 */
export function phrasesOf(uses: readonly Use[], names: readonly string[]): string[] {
  const cases = new Map<string, Set<string>>();
  for (const { caseId, text } of uses) {
    const phrase = text.normalize('NFC').trim().replaceAll(/\s+/gu, ' ');
    if (phrase === '' || [...phrase].length > LONGEST) continue;
    cases.set(phrase, (cases.get(phrase) ?? new Set()).add(caseId));
  }
  const people = [...new Set(names.map(asKnown))].filter((name) => [...name].length >= SHORTEST_NAME);
  const tells = (phrase: string) => {
    const known = asKnown(phrase);
    return NUMBERS.test(known) || SOMEBODY.test(known) || people.some((name) => known.includes(name));
  };
  return [...cases]
    .filter(([phrase, { size }]) => size >= CASES && !tells(phrase))
    .sort(([a, { size: more }], [b, { size: less }]) => less - more || (a < b ? -1 : 1))
    .slice(0, MOST)
    .map(([phrase]) => phrase);
}
