import type { DisputeView, User, Verb } from '../contract.js';
import type { Wording } from '../words/zh.js';

export interface Option {
  value: string;
  label: string;
}

/** Of a case, what the forms of a doorstep ask: a list of visits has it of each, so that they open without a network. */
export type Sheet = Pick<DisputeView, 'id' | 'number' | 'title' | 'seq' | 'now' | 'parties' | 'visits'> & {
  resolution: Pick<NonNullable<DisputeView['resolution']>, 'terms'> | null;
};

/** @template V what a form may ask of the case: all of it, or what a sheet has */
export interface Context<V = DisputeView> {
  view: V;
  user: User;
  t: Wording;
  /** A department's name. */
  name: (id: string) => string;
  moment: (instant: string) => string;
  /** What the form was opened for, where a list knows it: a transfer, a visit, an obligation. */
  subject?: Subject;
}

export interface Subject {
  obligationId?: string;
  subjectId?: string;
  n?: number;
  /** A supervisor came to name the department, and not to offer it. */
  designated?: boolean;
}

export type FieldKind =
  | 'line'
  | 'number'
  | 'text'
  | 'lines'
  | 'choice'
  | 'verdict'
  | 'flag'
  | 'moment'
  | 'duration'
  | 'department'
  | 'departments'
  | 'person'
  | 'parties'
  | 'people'
  | 'place'
  | 'met'
  | 'checks'
  | 'reference'
  | 'terms'
  | 'decisions'
  | 'dispute'
  | 'file';

export interface Field<V = DisputeView> {
  name: string;
  kind: FieldKind;
  optional?: boolean;
  /** It may not be left out where the rest of the form is filled in so. */
  neededWhen?: (values: Record<string, unknown>) => boolean;
  /** Label, where the field's name alone does not say it. */
  label?: (t: Wording) => string;
  /** What whoever fills it in should know. */
  hint?: (t: Wording) => string;
  /** The closed words of a choice. */
  words?: (t: Wording) => Record<string, string>;
  /** What a reference may point at, the likeliest first. A single one is chosen already. */
  options?: (context: Context<V>) => Option[];
  /** None of them chosen is an answer as well. */
  none?: boolean;
  /** The value is a number in the body. */
  number?: boolean;
  /** Whom or what the rules propose: a department of the case, or a colleague to handle it. */
  proposes?: boolean;
  /** Somebody else than whoever fills it in. */
  another?: boolean;
  /** A moment that lies ahead, as something falls due. */
  ahead?: boolean;
  initial?: (context: Context<V>) => unknown;
  /** Left empty it says that there is none, rather than nothing. */
  clears?: true;
  /** Only where the case and the rest of the form are so; a field that is not shown is not sent. */
  when?: (context: Context<V>, values: Record<string, unknown>) => boolean;
  /** Seldom filled in: folded away under the others. */
  rare?: boolean;
  /** Where there is only one to choose, `about` says already which. */
  told?: boolean;
  /** The field that a pointer goes on to when this one is chosen. */
  then?: string;
  /** Sentences that can be put in with one tap. */
  phrases?: (t: Wording, values: Record<string, unknown>) => string[];
}

export const line = <V = DisputeView>(name: string, more: Partial<Field<V>> = {}): Field<V> => ({
  name,
  kind: 'line',
  ...more,
});

export const text = <V = DisputeView>(name: string, more: Partial<Field<V>> = {}): Field<V> => ({
  name,
  kind: 'text',
  ...more,
});

export const choice = <V = DisputeView>(
  name: string,
  words: Field['words'],
  more: Partial<Field<V>> = {},
): Field<V> => ({
  name,
  kind: 'choice',
  words: words!,
  ...more,
});

export const moment = <V = DisputeView>(name: string, more: Partial<Field<V>> = {}): Field<V> => ({
  name,
  kind: 'moment',
  ...more,
});

export const reason = text<unknown>('reason');

export const note = text<unknown>('note');

/** Nothing hangs on it; where something does as the case is, the rules say so (`needsReason`). */
export const freeReason = text<unknown>('reason', { optional: true });

export const freeNote = text<unknown>('note', { optional: true });

/** What is known of a matter, with its label. */
export type Fact = { label: string } & (
  | { text: string; party?: Pick<DisputeView['parties'][number], 'phone' | 'calls'> }
  | { at: string }
  | { person: string }
);

export interface Form<V = DisputeView> {
  fields: Field<V>[];
  /** What it decides on, to be read before: of what is chosen in the form so far. */
  about?: (context: Context<V>, values: Record<string, unknown>) => Fact[];
  /** What it would do to the clocks is shown before it is sent. */
  foresees?: true;
}

/** What somebody typed, where they typed anything. */
export const said = (label: string, text: string | null): Fact[] => (text ? [{ label, text }] : []);

/** The verbs of one chapter; that none is missing, and none twice, says the whole table. */
export type Forms = Partial<Record<Verb, Form>>;

/** Puts what the form was opened for first. */
export const first = <T>(all: T[], is: (each: T) => boolean): T[] => [
  ...all.filter(is),
  ...all.filter((each) => !is(each)),
];

export const decider = (name: string, t: (t: Wording) => [yes: string, no: string]): Field => ({
  name,
  kind: 'verdict',
  words: (words) => ({ true: t(words)[0], false: t(words)[1] }),
});
