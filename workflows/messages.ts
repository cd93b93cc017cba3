import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Answered } from '#domain/events.js';

/** What the world may send to any case of the shell. */

export const REFUSAL_TYPE = 'DisputeRefusal';

/** One value: a blank state for a new case, the folded state for an adopted, woken or continued one. */
export interface Input<S> {
  state: S;
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

export const submit = defineUpdate<Answer, [Answered]>('submit');
/** The same door for senders that cannot wait; a refusal becomes an event. */
export const submitLater = defineSignal<[Answered]>('submitLater');
/** Look at the clock again. */
export const wake = defineSignal('wake');
