import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Answered } from '#domain/dispute/events.js';

/**
 * What the world may send to any case of the shell. Each message carries where its sender saw the record of the case: its
 * last seq (0 where there was nothing of it) and the hash of that entry, in base64. A case that knows less, or otherwise,
 * looks at the record first (architecture.md §1, "Behind and ahead"). Senders of before that was so give none of it.
 */

export const REFUSAL_TYPE = 'DisputeRefusal';

/** One value: a blank state for a new case, the folded state for an adopted, woken or continued one. */
export interface Input<S> {
  state: S;
  /** The hash of the record's entry at the state's seq, where the run before was told it. */
  head?: string | undefined;
  /** History events after which the run continues as new. */
  historyLimit?: number;
  /** Set where an older run continued as new: the number of the code's rules that ended it, which this run goes on under. */
  takeUp?: number;
}

/** The seq at which the command stands in the record, and the body it answered. */
export interface Answer {
  seq: number;
  bodyHmac: string;
}

export const submit = defineUpdate<Answer, [Answered, number?, string?]>('submit');
/** The same door for senders that cannot wait; a refusal becomes an event. */
export const submitLater = defineSignal<[Answered, number?, string?]>('submitLater');
/** Look at the clock again. */
export const wake = defineSignal<[number?, string?]>('wake');
/** What a case knows of its record: the last seq, the hash of that entry where it was told, and the run that says so. */
export interface Knowledge {
  seq: number;
  head?: string;
  runId: string;
}

/** To be held against the record. */
export const knowledge = defineQuery<Knowledge>('knowledge');
