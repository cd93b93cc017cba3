import { z } from 'zod';
import { MOST_PARTIES } from '#domain/dispute/parties.js';
import { UNITS } from '#domain/time/limit.js';
import {
  CATEGORIES,
  CHECK_RESULTS,
  COMPLEXITIES,
  DANGER_SIGNS,
  ERASURE_GROUNDS,
  FEEDERS,
  GRADES,
  KINDS,
  PARTY_ROLES,
  OUTCOMES,
  RESOLVE_OUTCOMES,
  RETURN_REASONS,
  ROLES,
  STATUSES,
  SUSPENSION_GROUNDS,
  TRACK_OUTCOMES,
  TRACKS,
  TRANSFER_ROLES,
  VISIT_MODES,
  VISIT_OUTCOMES,
} from '#domain/words.js';
import { MOST_FILES_AT_ONCE } from '#domain/files.js';
import { DISPUTE_ORDERS } from '#persistence/reading/dispute-reader.js';
import { BOARD_COLUMNS, WAITING, type WaitingFor } from '#domain/reading/board.js';
import { LONGEST_NAME, NO_PART_OF_A_NAME } from '#lexicon/file-kinds.js';
import { cursor, limit, total } from '../http/paging.js';
import { bound, DURATION, flag, id, instant, LONG, SHORT, text, username } from '../http/pieces.js';

/** The shapes of requests. Every object is strict: an unknown member is a mistake that somebody must hear of. */

const number = z.int().min(1).max(10_000);

/** Of a field for telephones or papers: two of them, as people write them. */
export const NUMBER = 60;

export const Party = z.strictObject({
  name: text(100),
  role: z.enum(PARTY_ROLES),
  phone: text(NUMBER).optional(),
  idNumber: text(NUMBER).optional(),
  address: text(SHORT).optional(),
});

const howMany = z.int().min(1).max(1_000_000);
const yuan = z.number().min(0).max(1_000_000_000_000);
const dangerSigns = z.array(z.enum(DANGER_SIGNS)).max(DANGER_SIGNS.length);

export const Register = z
  .strictObject({
    title: text(SHORT),
    narrative: text(LONG),
    category: z.enum(CATEGORIES),
    grade: z.enum(GRADES).optional(),
    complexity: z.enum(COMPLEXITIES).optional(),
    place: z.strictObject({
      village: id,
      grid: text(60).optional(),
      address: text(SHORT).optional(),
      lat: z.number().min(-90).max(90).optional(),
      lng: z.number().min(-180).max(180).optional(),
    }),
    parties: z.array(Party).max(MOST_PARTIES),
    source: z.strictObject({
      channel: z.enum(FEEDERS),
      /** Where it came from, as they call it there: the order of a hotline, a letter's number. */
      reference: text(SHORT).optional(),
      reporter: text(100).optional(),
      itemId: z.uuid().optional(),
    }),
    /** Its number in another system or book. */
    externalNumber: text(NUMBER).optional(),
    occurredAt: instant.optional(),
    /** How many it concerns, whoever of them is named. */
    people: howMany.optional(),
    /** What it is about, in yuan. */
    amount: yuan.optional(),
    dangerSigns: dangerSigns.default([]),
    /** Handed in before, by the same person. */
    files: z.array(z.uuid()).max(MOST_FILES_AT_ONCE).optional(),
    rehearsal: z.boolean().default(false),
  })
  .meta({ id: 'Register' });
export type Register = z.infer<typeof Register>;

/** An item becomes a dispute: where it came from is known already, and which danger it shows unless the desk says it. */
export const Promote = Register.extend({
  source: Register.shape.source.optional(),
  dangerSigns: dangerSigns.optional(),
}).meta({ id: 'Promote' });
export type Promote = z.infer<typeof Promote>;

const reason = text(2_000);
const note = text(LONG);
export const fileName = text(LONGEST_NAME).refine((name) => !NO_PART_OF_A_NAME.test(name), {
  message: 'must not contain any of / \\ : * ? " < > | or hidden characters',
});
const transferId = z.string().regex(/^t\d{1,4}$/, 'must be the id of a transfer, such as t1');

/** More time, or time for an answer: what a person grants another, in the order of a year at most. */
const time = z.strictObject({ amount: z.int().min(1).max(400), unit: z.enum(UNITS) });
const partyId = z.string().regex(/^p\d{1,3}$/, 'must be the id of a party, such as p1');
const partyIds = z.array(partyId).min(1).max(MOST_PARTIES);
const numbered = (letter: string, what: string) =>
  z.string().regex(new RegExp(`^${letter}\\d{1,4}$`), `must be the id of ${what}, such as ${letter}1`);
/** The dispute's own id, and a number: what has another shape names nothing, and never comes before the database. */
export const obligationId = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\d{1,6}$/, 'must be the id of an obligation');

export const VERB_BODIES = {
  // Of these three it hangs on the case, or on the decision, whether there has to be a reason (`needsReason`).
  grade: z.strictObject({
    grade: z.enum(GRADES),
    complexity: z.enum(COMPLEXITIES).optional(),
    reason: reason.optional(),
  }),
  'not-same': z.strictObject({ disputeId: z.uuid(), reason }),
  // Only what is other than before; null takes away what is none.
  correct: Register.pick({ title: true, narrative: true, category: true, place: true })
    .partial()
    .extend({
      dangerSigns: dangerSigns.optional(),
      people: howMany.nullable().optional(),
      amount: yuan.nullable().optional(),
      externalNumber: text(NUMBER).nullable().optional(),
      parties: z
        .array(
          Party.partial().extend({
            id: partyId.optional(),
            phone: text(NUMBER).nullable().optional(),
            idNumber: text(NUMBER).nullable().optional(),
            address: text(SHORT).nullable().optional(),
            remove: z.boolean().optional(),
          }),
        )
        .max(MOST_PARTIES)
        .optional(),
      reason,
    }),
  plan: z.strictObject({ goal: text(2_000), measures: z.array(text(2_000)).max(50), dueAt: instant.optional() }),
  transfer: z.strictObject({
    to: id,
    role: z.enum(TRANSFER_ROLES).default('lead'),
    reason,
    requestedAction: text(2_000).optional(),
    designated: z.boolean().default(false),
  }),
  accept: z.strictObject({ transferId, handler: username.optional() }),
  return: z.strictObject({
    transferId,
    reasonCode: z.enum(RETURN_REASONS),
    reason,
    suggestedDepartment: id.optional(),
  }),
  'decide-return': z.strictObject({ transferId, uphold: z.boolean(), reason: reason.optional() }),
  recall: z.strictObject({ transferId, reason: reason.optional() }),
  'complete-assist': z.strictObject({ transferId, report: note }),
  contact: z.strictObject({
    parties: partyIds,
    at: instant,
    note: note.optional(),
  }),
  consent: z.strictObject({ parties: partyIds, note }),
  progress: z.strictObject({ note }),
  extend: z.strictObject({ obligationId, by: time, reason }),
  'decide-extension': z.strictObject({
    extensionId: numbered('x', 'an extension'),
    approve: z.boolean(),
    reason: reason.optional(),
  }),
  suspend: z.strictObject({ ground: z.enum(SUSPENSION_GROUNDS), reason, until: instant.optional() }),
  resume: z.strictObject({ reason: reason.optional() }),
  statutory: z.strictObject({ track: z.enum(TRACKS), reference: text(SHORT) }),
  'statutory-step': z.strictObject({ step: id }),
  'statutory-end': z.strictObject({ outcome: z.enum(TRACK_OUTCOMES), reason: reason.optional() }),
  resolve: z.strictObject({
    outcome: z.enum(RESOLVE_OUTCOMES),
    summary: note,
    agreement: z
      .strictObject({ terms: z.array(z.strictObject({ text: text(2_000), dueAt: instant.optional() })).max(50) })
      .optional(),
  }),
  'fulfil-term': z.strictObject({ n: number, note: note.optional() }),
  visit: z.strictObject({
    n: number,
    mode: z.enum(VISIT_MODES),
    outcome: z.enum(VISIT_OUTCOMES),
    satisfied: z.boolean().optional(),
    note,
    visitedAt: instant.optional(),
    with: username.optional(),
    parties: z
      .array(z.strictObject({ partyId, kept: z.boolean().optional(), satisfied: z.boolean().optional() }))
      .max(MOST_PARTIES)
      .optional(),
    terms: z.array(number).max(50).optional(),
  }),
  'confirm-visit': z.strictObject({ n: number }),
  'check-visit': z.strictObject({ n: number, result: z.enum(CHECK_RESULTS), note }),
  'waive-term': z.strictObject({ n: number, reason }),
  'waive-visit': z.strictObject({ n: number, reason }),
  close: z.strictObject({}),
  reopen: z.strictObject({ reason }),
  supervise: z.strictObject({ demand: note, answerWithin: time }),
  'answer-supervision': z.strictObject({ orderId: numbered('o', 'an order'), answer: note }),
  urge: z.strictObject({ obligationId: obligationId.optional(), note: note.optional() }),
  meet: z.strictObject({ departments: z.array(id).min(1).max(50), at: instant }),
  'conclude-meeting': z.strictObject({
    meetingId: numbered('m', 'a meeting'),
    decisions: z.array(z.strictObject({ text: text(2_000), departmentId: id, dueAt: instant })).max(50),
  }),
  'fulfil-decision': z.strictObject({ meetingId: numbered('m', 'a meeting'), n: number, note: note.optional() }),
  assign: z.strictObject({ obligationId: obligationId.optional(), role: z.enum(ROLES).optional(), userId: username }),
  note: z.strictObject({ text: note }),
  attach: z.strictObject({ fileId: z.uuid(), name: fileName, n: number.optional() }),
  merge: z.strictObject({ into: z.uuid() }),
  split: z.strictObject({ reason }),
  withdraw: z.strictObject({ reason }),
  hold: z.strictObject({ reason }),
  'lift-hold': z.strictObject({ reason }),
  erase: z.strictObject({ ground: z.enum(ERASURE_GROUNDS), reason }),
} as const;

/**
 * Verbs that are not foreseen: what becomes of two cases at once only the record of both can say, and what is erased is
 * noted before.
 */
const NOT_FORESEEN = ['merge', 'split', 'erase', 'attach'] as const satisfies (keyof typeof VERB_BODIES)[];
export type ForeseenVerb = Exclude<keyof typeof VERB_BODIES, (typeof NOT_FORESEEN)[number]>;
const FORESEEN = (Object.keys(VERB_BODIES) as (keyof typeof VERB_BODIES)[]).filter(
  (verb): verb is ForeseenVerb => !(NOT_FORESEEN as readonly string[]).includes(verb),
);

/** What people type of it: no rule reads it, and so nobody need have typed it yet. */
const TYPED = ['answer', 'demand', 'goal', 'measures', 'note', 'reason', 'reference', 'report', 'summary', 'text'];
type Shaped = { shape: Record<string, z.ZodType> };
const asData = ({ shape }: Shaped) =>
  z.strictObject({
    ...shape,
    ...Object.fromEntries(TYPED.filter((name) => name in shape).map((name) => [name, shape[name]!.optional()])),
  });

const foreseenTerms = z.array(z.strictObject({ text: text(2_000).optional(), dueAt: instant.optional() })).max(50);
const OTHERWISE: Partial<Record<ForeseenVerb, Shaped>> = {
  resolve: VERB_BODIES.resolve.extend({ agreement: z.strictObject({ terms: foreseenTerms }).optional() }),
};

/** The body of a verb as far as rules read it. */
export const foreseenBody = (verb: ForeseenVerb) => asData(OTHERWISE[verb] ?? VERB_BODIES[verb]);

export const Foresee = z
  .strictObject({ verb: z.enum(FORESEEN), body: z.record(z.string(), z.unknown()).default({}) })
  .meta({ id: 'Foresee' });
export type Foresee = z.infer<typeof Foresee>;

export const FastForward = z.strictObject({ by: DURATION }).meta({ id: 'FastForward' });

export const DisputeQuery = z.strictObject({
  status: z.enum(STATUSES).optional(),
  grade: z.enum(GRADES).optional(),
  category: z.enum(CATEGORIES).optional(),
  holder: id.optional(),
  desk: id.optional(),
  village: id.optional(),
  /** When it was registered, whatever became of it; `enteredFrom` and `enteredTo` are of those that statistics count. */
  from: bound.optional(),
  to: bound.optional(),
  /** In whose name something of it is open. */
  handler: username.optional(),
  danger: z.enum(['any', ...DANGER_SIGNS]).optional(),
  late: flag.optional(),
  outcome: z.enum(OUTCOMES).optional(),
  q: text(100).optional(),
  rehearsal: flag.default(false),
  enteredFrom: instant.optional(),
  enteredTo: instant.optional(),
  resolved: flag.optional(),
  circulated: flag.optional(),
  /** Whether nothing can happen to it any more; `open` is what is not resolved either. */
  closed: flag.optional(),
  open: flag.optional(),
  reopened: flag.optional(),
  everResolved: flag.optional(),
  stable: flag.optional(),
  repeated: flag.optional(),
  lateFor: z.enum(KINDS).optional(),
  /** What has to be decided before a department handles it; of all desks. */
  waits: z.enum(Object.keys(WAITING) as WaitingFor[]).optional(),
  board: z.enum(BOARD_COLUMNS).optional(),
  department: id.optional(),
  sort: z.enum(DISPUTE_ORDERS).default('newest'),
  cursor,
  limit,
  total,
});
export type DisputeQuery = z.infer<typeof DisputeQuery>;

export const DisputeId = z.uuid();
export const AtQuery = z.strictObject({ at: instant.optional() });
