import { ADOPTING } from './adopt.js';
import { AGREEMENT } from './chapters/agreement/decide.js';
import { CIRCULATION } from './chapters/circulation/decide.js';
import { CLOSING } from './chapters/closing/decide.js';
import { ENTRY } from './chapters/entry/decide.js';
import { EXTENDING } from './chapters/extending/decide.js';
import { FILES } from './chapters/files/decide.js';
import { HANDLING } from './chapters/handling/decide.js';
import { KEEPING } from './chapters/keeping/decide.js';
import { LEADING } from './chapters/leading/decide.js';
import { PAUSING } from './chapters/pausing/decide.js';
import { MERGING } from './chapters/merging/decide.js';
import { moveRules } from './chapters/ruling/decide.js';
import { succeedDepartment } from './chapters/succession/decide.js';
import { VISITS } from './chapters/visits/decide.js';
import { merged } from './chapters/merged.js';
import type {
  Command,
  CommandOf,
  ForwardClock,
  PersonCommand,
  PersonCommandType,
  SentCommand,
  Verb,
} from './commands.js';
import type { CommandActor } from '../people/actor.js';
import { VERBS } from './commands.js';
import type { Law } from './deed.js';
import { answerOf, isRegistered, type DisputeState, type Registered } from './state.js';
import { refuse, type RefusalCode } from '../errors.js';
import type { DisputeEvent } from './events.js';
import { passMoments, systemStory } from './moments.js';
import { RIGHTS, correctsByLedger } from './may/rights.js';
import { SITUATIONS, mayExtend } from './may/situations.js';
import { Story, type Decisions } from './story.js';
import { earlier, later, type Instant } from '../time/time.js';
import { TRANSITIONS } from './may/transitions.js';

const DECISIONS: Decisions = merged(
  ENTRY,
  ADOPTING,
  CIRCULATION,
  HANDLING,
  AGREEMENT,
  PAUSING,
  LEADING,
  EXTENDING,
  VISITS,
  CLOSING,
  FILES,
  KEEPING,
  MERGING,
);

/**
 * Decides what a command changes. Pure: the same command on the same state at the same moment gives the same events, in
 * the workflow, in its validator, in a replay and in a preview.
 *
 * @param now the workflow's clock; a person's command takes effect when it was received, never before the last event
 * @returns what fell due until then and what the command did, in order; nothing where its key has that answer already
 * @throws DomainError in this order: KEY_REUSED; ALREADY_REGISTERED, of all others NOT_REGISTERED; what `refusalBefore`
 *   says (of a rehearsal's clock NOT_A_REHEARSAL, ERASED); STALE_VERSION; what the verb's own chapter says of its body
 */
export function decide(command: Command, state: DisputeState, now: Instant): DisputeEvent[] {
  if (command.type === 'PassMoment') {
    const story = new Story(state, now, { kind: 'clock' });
    passMoments(story, earlier(command.upTo, now), now, true);
    return story.events;
  }
  const known = answerOf(state, command.key);
  if (known) return known.bodyHmac === command.bodyHmac ? [] : refuse('KEY_REUSED');

  // A rehearsal that is woken after its end runs on the world's clock again, behind its own time: the door knows better.
  const isAhead = isRegistered(state) && state.rehearsal;
  const received = isAhead ? command.receivedAt : earlier(command.receivedAt, now);
  const effective = isRegistered(state) ? later(received, state.at) : received;
  const { userId, departmentId } = command.actor;
  const story = new Story(state, effective, { kind: 'clock' });
  passMoments(story, effective, now, command.type === 'ForwardClock');
  story.at = isRegistered(story.state) ? later(effective, story.state.at) : effective;
  story.actor = { kind: 'person', userId, departmentId };

  if (command.type === 'RegisterDispute' || command.type === 'AdoptDispute') {
    if (isRegistered(state)) refuse('ALREADY_REGISTERED');
    apply(story, command);
    return story.answer(command);
  }
  if (!isRegistered(story.state)) return refuse('NOT_REGISTERED');
  if (command.type === 'ForwardClock') forwardClock(story, command);
  else if (command.type === 'MoveRules') moveRules(story, command);
  else if (command.type === 'SucceedDepartment') succeedDepartment(story, command);
  else {
    const refusal = refusalOf(command, story.state, story.at);
    if (refusal) refuse(refusal, { disputeStatus: story.state.status });
    if (command.ifMatch !== undefined && command.ifMatch < story.state.materialSeq) {
      refuse('STALE_VERSION', { seq: story.state.seq });
    }
    apply(story, command);
  }
  return story.answer(command);
}

/** A command that nobody waits for was refused: that is history, not a crash. Remembers the key like any answer. */
export function refusedCommand(
  command: SentCommand,
  state: Registered,
  code: RefusalCode,
  now: Instant,
): DisputeEvent[] {
  const story = systemStory(state, now, now);
  story.tell('CommandRefused', { command: command.type, code });
  return story.answer(command);
}

/**
 * The entry by which a running case takes up later rules of the code (architecture.md §1, "Change of rules in code"). One that
 * somebody else has closed, before the run that was to raise it had looked, runs no more.
 */
export function raiseCore(state: DisputeState, to: number, now: Instant): DisputeEvent[] {
  if (!isRegistered(state) || state.core >= to || state.status === 'closed') return [];
  const story = systemStory(state, now, now);
  story.tell('CoreRaised', { core: to });
  return story.events;
}

/** The law of disputes, for whoever decides by it: the workflow, and the record that need not believe it. */
export const DISPUTE_LAW: Law<DisputeState, SentCommand, DisputeEvent> = {
  decide,
  // A key that was answered keeps its one answer, whatever else is sent under it.
  refused: (command, state, code, now) =>
    isRegistered(state) && code !== 'KEY_REUSED' ? refusedCommand(command, state, code, now) : null,
  raised: raiseCore,
};

/**
 * Why a verb is refused before its body is looked at; null when it may be tried. In this order: NOT_ALLOWED by right,
 * ERASED, the status' own refusal, the situation's.
 */
export function refusalBefore(
  verb: Verb,
  state: Registered,
  actor: CommandActor,
  now: Instant,
  right = RIGHTS[verb],
): RefusalCode | null {
  if (!right(actor, state)) return 'NOT_ALLOWED';
  // Whatever was typed now would have no key to be sealed with.
  if (state.erased) return 'ERASED';
  const cell = TRANSITIONS[verb][state.status];
  if (cell !== 'ok') return cell;
  return SITUATIONS[verb]?.(state, actor, now) ?? null;
}

/** The verbs that this person may use on this dispute now. */
export function can(state: Registered, actor: CommandActor, now: Instant): Verb[] {
  // A dispute closes by itself as soon as it may: asking for it is never the way.
  return (Object.keys(VERBS) as Verb[]).filter(
    (verb) =>
      verb !== 'close' &&
      refusalBefore(verb, state, actor, now) === null &&
      (verb !== 'extend' || mayExtend(state, actor, now)),
  );
}

const VERB_OF = Object.fromEntries(Object.entries(VERBS).map(([verb, type]) => [type, verb])) as Record<
  (typeof VERBS)[Verb],
  Verb
>;

type OnCase = Exclude<PersonCommand, CommandOf<'RegisterDispute' | 'AdoptDispute'>>;

/** Where a ledger may say something anew, people may: who brings it in needs no other right. */
function refusalOf(command: OnCase, state: Registered, now: Instant): RefusalCode | null {
  const { type, actor } = command;
  if (type === 'CorrectByLedger') return refusalBefore('correct', state, actor, now, correctsByLedger);
  return refusalBefore(VERB_OF[type], state, actor, now);
}

function apply<T extends PersonCommandType>(story: Story, command: CommandOf<T>): void {
  DECISIONS[command.type](story, command);
}

function forwardClock(story: Story, command: ForwardClock): void {
  if (!story.dispute.rehearsal) refuse('NOT_A_REHEARSAL');
  if (story.dispute.erased) refuse('ERASED');
  story.tell('ClockForwarded', { aheadMs: command.aheadMs });
}
