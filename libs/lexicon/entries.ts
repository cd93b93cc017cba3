import type { EventData, EventType } from '#domain/dispute/events.js';
import type { Lexicon } from './lexicon.js';

/** What of an entry of a record its word goes by. */
interface Entry {
  seq: number;
  type: EventType;
  data?: unknown;
}

const transferOf = ({ data }: Entry) =>
  (data as EventData['TransferRecalled'] | EventData['TransferAccepted']).transferId;

/**
 * What an entry is called, in the timeline and on paper: mostly by its kind.
 *
 * @param record the entries that it stands among
 */
export function entryWord(
  entry: Entry,
  record: readonly Entry[],
  words: Pick<Lexicon, 'event' | 'rung' | 'rungSkipped' | 'stepSkipped' | 'notice'>,
): string {
  // A rung is called by what it does: not every one escalates.
  if (entry.type === 'LadderStepFired') {
    const { do: does, skipped } = entry.data as EventData['LadderStepFired'];
    return skipped ? words.rungSkipped(words.rung[does], words.stepSkipped[skipped]) : words.rung[does];
  }
  // What was accepted nobody takes back: an assist is over because the case is.
  const isAccepted = ({ type, seq, ...each }: Entry) =>
    type === 'TransferAccepted' && seq < entry.seq && transferOf({ type, seq, ...each }) === transferOf(entry);
  if (entry.type === 'TransferRecalled' && record.some(isAccepted)) return words.notice['assist-ended'];
  return words.event[entry.type];
}
