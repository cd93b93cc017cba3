import type { CommandData, Verb } from '#domain/dispute/commands.js';
import type { EventText } from '#domain/dispute/text.js';
import type { z } from 'zod';
import type { Register, VERB_BODIES } from './bodies.js';

/**
 * A body becomes a command: `data` that rules read and that is safe for ever, and `text` that people typed, which is
 * sealed before it leaves this process.
 */
export interface Split {
  data: object;
  text?: object;
  /** The seq of the case that it was made of, where a change since would make another one of it. */
  madeOf?: number;
}

export type Body<V extends Verb> = z.infer<(typeof VERB_BODIES)[V]>;

/** Those whose body says it all: a correction is what is other than before (`Corrections`). */
export type SplitAlone = Exclude<Verb, 'correct'>;

/** What may be left out, where it was not. */
const typed = (text: { reason?: string | undefined } | { note?: string | undefined }) =>
  Object.values(text).some((each) => each !== undefined) ? { text } : {};

const SPLITS: { [V in SplitAlone]: (body: Body<V>) => Split } = {
  grade: ({ reason, ...data }) => ({ data, ...typed({ reason }) }),
  'not-same': ({ disputeId, reason }) => ({ data: { repeat: disputeId }, text: { reason } }),
  plan: ({ goal, measures, ...data }) => ({ data, text: { goal, measures } }),
  transfer: ({ reason, requestedAction, ...data }) => ({
    data,
    text: { reason, ...(requestedAction !== undefined && { requestedAction }) },
  }),
  accept: (data) => ({ data }),
  return: ({ reason, ...data }) => ({ data, text: { reason } }),
  'decide-return': ({ reason, ...data }) => ({ data, ...typed({ reason }) }),
  recall: ({ reason, ...data }) => ({ data, ...typed({ reason }) }),
  'complete-assist': ({ report, ...data }) => ({ data, text: { report } }),
  contact: ({ note, ...data }) => ({ data, ...typed({ note }) }),
  consent: ({ note, ...data }) => ({ data, text: { note } }),
  progress: ({ note }) => ({ data: {}, text: { note } }),
  extend: ({ reason, ...data }) => ({ data, text: { reason } }),
  'decide-extension': ({ reason, ...data }) => ({ data, ...typed({ reason }) }),
  suspend: ({ reason, ...data }) => ({ data, text: { reason } }),
  resume: ({ reason }) => ({ data: {}, ...typed({ reason }) }),
  statutory: ({ reference, ...data }) => ({ data, text: { reference } }),
  'statutory-step': (data) => ({ data }),
  'statutory-end': ({ reason, ...data }) => ({ data, ...typed({ reason }) }),
  resolve: ({ summary, agreement, ...data }) => ({
    data: { ...data, terms: (agreement?.terms ?? []).map(({ dueAt }) => ({ ...(dueAt && { dueAt }) })) },
    text: { summary, terms: (agreement?.terms ?? []).map((term) => term.text) },
  }),
  'fulfil-term': ({ note, ...data }) => ({ data, ...typed({ note }) }),
  // Who went along the door looks up.
  visit: ({ note, with: _second, ...data }) => ({ data, text: { note } }),
  'confirm-visit': (data) => ({ data }),
  'check-visit': ({ note, ...data }) => ({ data, text: { note } }),
  'waive-term': ({ reason, ...data }) => ({ data, text: { reason } }),
  'waive-visit': ({ reason, ...data }) => ({ data, text: { reason } }),
  close: () => ({ data: {} }),
  reopen: ({ reason }) => ({ data: {}, text: { reason } }),
  supervise: ({ demand, ...data }) => ({ data, text: { demand } }),
  'answer-supervision': ({ answer, ...data }) => ({ data, text: { answer } }),
  urge: ({ note, ...data }) => ({ data, ...typed({ note }) }),
  meet: (data) => ({ data }),
  'conclude-meeting': ({ meetingId, decisions }) => ({
    data: { meetingId, decisions: decisions.map(({ departmentId, dueAt }) => ({ departmentId, dueAt })) },
    text: { decisions: decisions.map((each) => each.text) },
  }),
  'fulfil-decision': ({ note, ...data }) => ({ data, ...typed({ note }) }),
  assign: (data) => ({ data }),
  note: ({ text }) => ({ data: {}, text: { text } }),
  attach: ({ name, ...data }) => ({ data, text: { name } }),
  merge: (data) => ({ data }),
  split: ({ reason }) => ({ data: {}, text: { reason } }),
  withdraw: ({ reason }) => ({ data: {}, text: { reason } }),
  hold: ({ reason }) => ({ data: {}, text: { reason } }),
  'lift-hold': ({ reason }) => ({ data: {}, text: { reason } }),
  // Why would go with the key; it is kept where the auditors look (`AccessLog`).
  erase: ({ ground }) => ({ data: { ground } }),
};

export function splitVerb<V extends SplitAlone>(verb: V, body: Body<V>): Split {
  return SPLITS[verb](body);
}

/** Parties are numbered here; what names them, and what finds their home, is sealed. */
export function splitRegistration(
  body: Register,
  context: Pick<CommandData['RegisterDispute'], 'number' | 'desk' | 'superior' | 'policyHash' | 'calendarHash'>,
): { data: CommandData['RegisterDispute']; text: EventText['DisputeRegistered'] } {
  const { village, grid, address, lat, lng } = body.place;
  const named = body.parties.map((party, index) => ({ ...party, id: `p${index + 1}` }));
  return {
    data: {
      ...context,
      category: body.category,
      ...(body.grade && { grade: body.grade }),
      ...(body.complexity && { complexity: body.complexity }),
      place: { village },
      parties: named.map(({ id, role }) => ({ id, role })),
      dangerSigns: body.dangerSigns,
      source: { channel: body.source.channel, ...(body.source.itemId && { itemId: body.source.itemId }) },
      ...(body.occurredAt && { occurredAt: body.occurredAt }),
      ...(body.people !== undefined && { people: body.people }),
      ...(body.amount !== undefined && { amount: body.amount }),
      rehearsal: body.rehearsal,
    },
    text: {
      title: body.title,
      narrative: body.narrative,
      ...(grid && { grid }),
      ...(address && { address }),
      ...(lat !== undefined && { lat }),
      ...(lng !== undefined && { lng }),
      ...(body.externalNumber && { externalNumber: body.externalNumber }),
      ...(body.source.reference && { reference: body.source.reference }),
      ...(body.source.reporter && { reporter: body.source.reporter }),
      parties: Object.fromEntries(
        named.map(({ id, name, phone, idNumber, address }) => [
          id,
          { name, ...(phone && { phone }), ...(idNumber && { idNumber }), ...(address && { address }) },
        ]),
      ),
    },
  };
}
