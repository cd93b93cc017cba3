import { randomUUID } from 'node:crypto';

/** The lives that cases are taken through, as data: who does what next. A step is always somebody else's, where it can be. */

/** What a sender sees of a case. */
export interface View {
  id: string;
  status: string;
  transfers: { id: string; state: string }[];
  supervisions: { id: string }[];
  obligations: { kind: string; state: string }[];
}

export interface Act {
  who: string;
  verb: string;
  body: (seen: View) => object;
  /** What its sender waits for: that the harm begins, or that the order which was given is late. */
  once?: 'harm' | 'late';
}

export const PEOPLE = ['grid', 'desk', 'justice', 'justice-head', 'land', 'land-head', 'supervisor'] as const;

const act = (
  who: (typeof PEOPLE)[number],
  verb: string,
  body: object | ((seen: View) => object) = {},
  once?: Act['once'],
): Act => ({
  who,
  verb,
  body: typeof body === 'function' ? (body as Act['body']) : () => body,
  ...(once && { once }),
});

const registration = () => ({
  title: 'Drain between two yards',
  narrative: 'Water from the upper yard runs into the lower one.',
  category: 'neighbours',
  grade: 'blue',
  place: { village: 'village-shixi' },
  parties: [{ name: randomUUID(), role: 'applicant' }],
});
const lastTransfer = ({ transfers }: View) => ({ transferId: transfers.at(-1)!.id });
const lastOrder = ({ supervisions }: View) => ({ orderId: supervisions.at(-1)!.id });

const register = act('desk', 'register', () => ({ ...registration(), source: { channel: 'walk-in' } }));
const report = act('grid', 'report', { text: 'Two yards quarrel.', feeder: 'patrol', village: 'village-shixi' });
const promote = act('desk', 'promote', registration);
const note = (who: Parameters<typeof act>[0]) => act(who, 'note', { text: 'seen' });
const offer = (to: string) => act('desk', 'transfer', { to, reason: 'theirs' });
const designate = (to: string) => act('supervisor', 'transfer', { to, reason: 'theirs', designated: true });
const accept = (who: Parameters<typeof act>[0]) => act(who, 'accept', lastTransfer);
const order = (amount: number, unit: string, once?: Act['once']) =>
  act('supervisor', 'supervise', { demand: 'Say how it stands.', answerWithin: { amount, unit } }, once);
const answer = (who: Parameters<typeof act>[0], once?: Act['once']) =>
  act(who, 'answer-supervision', (seen) => ({ ...lastOrder(seen), answer: 'It goes on.' }), once);
const progress = (who: Parameters<typeof act>[0]) => act(who, 'progress', { note: 'talked to both' });
const resolve = act('land', 'resolve', { outcome: 'mediated', summary: 'A pipe, paid by both.' });
const waiveVisit = act('supervisor', 'waive-visit', { n: 1, reason: 'moved away' });
const giveBack = act('justice', 'return', (seen) => ({
  ...lastTransfer(seen),
  reasonCode: 'not-our-duty',
  reason: 'not ours',
}));

/** A case that a department handles, and one that owes an answer. */
export const HANDLED: readonly Act[] = [register, designate('land'), accept('land')];
export const ENTERED: readonly Act[] = [register];
export const ordered = (seconds: number): Act => order(seconds, 'seconds');

/** Seconds for an answer to an order that nobody gives. */
export const ORDER_SECONDS = 8;

/** To its end, by all that work on it. */
const straight = [
  ...[register, note('supervisor'), offer('land'), accept('land'), order(5, 'days'), progress('land-head')],
  ...[note('desk'), answer('land'), note('supervisor'), resolve, waiveVisit, note('desk')],
];
const returned = [
  ...[register, note('supervisor'), offer('justice'), giveBack, act('desk', 'decide-return', upheld)],
  ...[designate('land'), accept('land'), note('desk'), progress('land'), note('supervisor'), resolve],
];
const recalled = [
  ...[register, note('supervisor'), offer('justice'), note('supervisor')],
  ...[act('desk', 'recall', (seen) => ({ ...lastTransfer(seen), reason: 'a mistake' }))],
  ...[designate('land'), accept('land-head'), note('desk'), resolve],
];
const promoted = [
  report,
  promote,
  note('supervisor'),
  offer('land'),
  accept('land'),
  order(2, 'hours'),
  answer('land-head'),
];
const discarded = [report, act('desk', 'discard', { reason: 'a joke' })];
/** An order that is late before it is answered: its clock must tell. */
const late = [register, designate('land'), accept('land'), order(ORDER_SECONDS, 'seconds'), answer('land', 'late')];
/** …given as the harm begins, to a case that nobody touches before it is late. */
const caught = [
  ...[register, designate('land'), accept('land'), order(ORDER_SECONDS, 'seconds', 'harm')],
  ...[answer('land', 'late'), note('supervisor')],
];

function upheld(seen: View): object {
  return { ...lastTransfer(seen), uphold: true, reason: 'right' };
}

/** What each writer does over and over; the last one lives once. */
export const WRITERS: { lives: Act[][]; once?: boolean }[] = [
  { lives: [straight, returned] },
  { lives: [promoted, straight] },
  { lives: [returned, recalled] },
  { lives: [recalled, promoted, discarded] },
  { lives: [discarded, straight] },
  { lives: [late] },
  { lives: [caught], once: true },
];

/** What an act leaves in the record: whose entries, and of which type. */
export const ENTRIES: Record<string, { of: 'dispute' | 'item'; type: string }[]> = {
  register: [{ of: 'dispute', type: 'DisputeRegistered' }],
  report: [{ of: 'item', type: 'ItemReported' }],
  promote: [
    { of: 'item', type: 'ItemPromoted' },
    { of: 'dispute', type: 'DisputeRegistered' },
  ],
  discard: [{ of: 'item', type: 'ItemDiscarded' }],
  note: [{ of: 'dispute', type: 'NoteAdded' }],
  transfer: [{ of: 'dispute', type: 'TransferOffered' }],
  accept: [{ of: 'dispute', type: 'TransferAccepted' }],
  return: [{ of: 'dispute', type: 'TransferReturned' }],
  'decide-return': [{ of: 'dispute', type: 'ReturnDecided' }],
  recall: [{ of: 'dispute', type: 'TransferRecalled' }],
  supervise: [{ of: 'dispute', type: 'SupervisionOrdered' }],
  'answer-supervision': [{ of: 'dispute', type: 'SupervisionAnswered' }],
  progress: [{ of: 'dispute', type: 'ProgressReported' }],
  resolve: [{ of: 'dispute', type: 'DisputeResolved' }],
  'waive-visit': [{ of: 'dispute', type: 'VisitWaived' }],
};
