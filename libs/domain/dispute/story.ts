import { follows } from './editions.js';
import { isRegistered, type DisputeState, type Registered } from './state.js';
import type { CommandOf, PersonCommandType } from './commands.js';
import { evolve } from './evolve.js';
import {
  answered,
  type Actor,
  type Answered,
  type DisputeEvent,
  type EventData,
  type EventType,
  type SealedText,
} from './events.js';
import {
  clockOf,
  derive,
  ladderOf,
  obligationOf,
  stepsOf,
  type Holder,
  type Obligation,
  type Opening,
  type Rules,
  type Step,
  type Terms,
} from '../obligation/obligation.js';
import type { MaybeLimit, Rung } from '../policy/document.js';
import { later, type Instant } from '../time/time.js';
import type { Grade, ObligationKind } from '../words.js';

interface Change {
  terms: Terms;
  path?: string;
  /** Of a lower grade: those of its rungs that lie in the past have lost their sense. */
  milder?: boolean;
}

function isSameLadder(before: readonly Step[], after: readonly Step[]): boolean {
  const said = (steps: readonly Step[]) => steps.map(({ rung, at }) => `${rung} ${at}`).sort();
  return said(before).join() === said(after).join();
}

/**
 * The events that one decision adds, written as they happen: each is folded at once, so that the next rule reads the
 * state it leaves. Lives only inside one call of `decide`.
 */
export class Story {
  readonly events: DisputeEvent[] = [];

  constructor(
    private folded: DisputeState,
    public at: Instant,
    public actor: Actor,
  ) {}

  get state(): DisputeState {
    return this.folded;
  }

  /** The state of a dispute that is known to be registered. */
  get dispute(): Registered {
    if (!isRegistered(this.folded)) throw new Error('not registered');
    return this.folded;
  }

  private get followsLadders(): boolean {
    return follows(this.dispute, 'laddersFollowGrade');
  }

  get grade(): Grade {
    return this.dispute.grade ?? 'blue';
  }

  /** Adds an event at the story's moment, by its actor, and folds it. */
  tell<T extends EventType>(type: T, data: EventData[T], text?: SealedText, rules?: Rules): void {
    const event = {
      seq: this.folded.seq + 1,
      at: this.at,
      type,
      actor: this.actor,
      data,
      ...(text !== undefined && { text }),
      ...(rules && { rules }),
    } as DisputeEvent;
    this.events.push(event);
    this.folded = evolve(this.folded, event);
  }

  /** The whole story: the key that it answers stands on its last event, whose seq is the answer of the command. */
  answer(command: Answered): DisputeEvent[] {
    const last = this.events[this.events.length - 1];
    if (last) last.answers = answered(command);
    return this.events;
  }

  limitOf(kind: ObligationKind | 'return-window', grade: Grade = this.grade): { limit: MaybeLimit; path: string } {
    return { limit: this.dispute.rules.policy.limits[kind]?.[grade] ?? null, path: `limits.${kind}.${grade}` };
  }

  /** Opens an obligation under the policy's limit of its kind; a kind without a limit in this grade owes nothing. */
  owe(kind: ObligationKind, holder: Holder, about: { subjectId?: string; n?: number; grade?: Grade } = {}): void {
    const { grade, ...rest } = about;
    const { limit, path } = this.limitOf(kind, grade);
    if (limit) this.open({ kind, holder, path, terms: { limit }, ...rest });
  }

  open(opening: Opening): void {
    const { id, next, rules, assigned } = this.dispute;
    const { departmentId, role, userId = assigned[`${departmentId}:${role}`] } = opening.holder;
    const holder = { departmentId, role, ...(userId && { userId }) };
    const terms = {
      ...(follows(this.dispute, 'lastDaysPassPauses') && { passesPauses: true as const }),
      ...opening.terms,
    };
    const whole = { ...opening, holder, terms };
    const obligation = obligationOf(`${id}.${next.obligation}`, whole, this.grade, this.at, rules);
    this.tell('ObligationOpened', { obligation });
  }

  /** Its clock stands from now on. */
  pause(obligation: Obligation, ground: EventData['ObligationPaused']['ground']): void {
    this.tell('ObligationPaused', { obligationId: obligation.id, ground });
  }

  /** The clocks that stood run on; each due moment moves by the time that was not counted. */
  resume(): void {
    for (const obligation of this.dispute.obligations.filter((each) => each.state === 'paused')) {
      const pauses = obligation.terms.pauses.map((pause) =>
        pause.until === null ? { ...pause, until: this.at } : pause,
      );
      this.move(obligation, { terms: { ...obligation.terms, pauses } }, 'resume');
    }
  }

  /** Derives an open obligation anew under changed terms; tells it only when something about it really changed. */
  move(obligation: Obligation, change: Change, cause: EventData['ObligationMoved']['cause']): void {
    const { rules } = this.dispute;
    const { policyVersion, calendar } = rules;
    const rule = { policyVersion, calendarVersion: calendar.version, path: change.path ?? obligation.rule.path };
    const due = derive(change.terms, rule, clockOf(rules));
    const before = this.stepsBefore(obligation);
    const fired = before.filter((step) => step.firedAt !== null);
    const steps = this.stepsAnew(obligation, before, change, due);
    const isSameDate = due.dueAt === obligation.dueAt && due.provisional === obligation.provisional;
    const isSame = isSameDate && (!this.followsLadders || isSameLadder(obligation.steps, [...fired, ...steps]));
    if (isSame && cause !== 'resume') return;
    const stands = obligation.state === 'paused' && cause !== 'resume';
    // More time that was given makes what was late open again; that it was late stays in the record.
    const isLate = obligation.lateSince !== null && (due.lateAfter ?? due.dueAt) <= this.at;
    const { lateAfter: _old, ...rest } = obligation;
    this.tell('ObligationMoved', {
      obligationId: obligation.id,
      cause,
      from: obligation.dueAt,
      obligation: {
        ...rest,
        rule,
        terms: change.terms,
        dueAt: due.dueAt,
        ...(due.lateAfter && { lateAfter: due.lateAfter }),
        provisional: due.provisional,
        state: stands ? 'paused' : isLate ? 'late' : 'open',
        lateSince: isLate ? obligation.lateSince : null,
        steps: [...fired, ...steps],
      },
    });
  }

  /** Its steps up to now, by the places of the ladder that holds now; what that has no place for stays in the record. */
  private stepsBefore({ kind, rule, steps }: Obligation): Step[] {
    const { rules } = this.dispute;
    return rule.policyVersion === rules.policyVersion ? steps : placed(steps, ladderOf(kind, rules));
  }

  /**
   * What is left to fire of the ladder after a change. A rung that the change brought into the past is due now, so that
   * nobody is said to have been late with it.
   */
  private stepsAnew(
    obligation: Obligation,
    before: readonly Step[],
    { terms, milder }: Change,
    due: Parameters<typeof stepsOf>[4],
  ): Step[] {
    const { rules } = this.dispute;
    const was = (step: Step) => before.find((old) => old.rung === step.rung);
    const steps = stepsOf(obligation.kind, this.grade, terms, obligation.openedAt, due, rules).filter(
      (step) => (was(step)?.firedAt ?? null) === null,
    );
    if (!this.followsLadders) return steps;
    return steps
      .filter((step) => !milder || was(step) !== undefined || step.at >= this.at)
      .map((step) => ({ ...step, at: later(step.at, this.at) }));
  }

  private each(kind: ObligationKind, about: { subjectId?: string; n?: number }): Obligation[] {
    return this.dispute.obligations.filter(
      (each) =>
        each.kind === kind &&
        (about.subjectId === undefined || each.subjectId === about.subjectId) &&
        (about.n === undefined || each.n === about.n),
    );
  }

  /** What was owed was done. `metAt` may lie before now where a report came later than the deed. */
  meet(kind: ObligationKind, about: { subjectId?: string; n?: number } = {}, metAt: Instant = this.at): void {
    for (const { id } of this.each(kind, about))
      this.end(id, () => this.tell('ObligationMet', { obligationId: id, at: metAt }));
  }

  /** The cause of an obligation went away. */
  void(kind: ObligationKind, cause: string, about: { subjectId?: string; n?: number } = {}): void {
    for (const { id } of this.each(kind, about))
      this.end(id, () => this.tell('ObligationVoided', { obligationId: id, cause }));
  }

  /** Somebody else owes it from here on; its dates stay. */
  handOver(kind: ObligationKind, about: { n: number }, holder: Holder): void {
    for (const { id } of this.each(kind, about)) this.tell('ObligationHandedOver', { obligationId: id, holder });
  }

  waive(kind: ObligationKind, about: { n: number }): void {
    for (const { id } of this.each(kind, about))
      this.end(id, () => this.tell('ObligationWaived', { obligationId: id }));
  }

  /** With an obligation ends the question whether there is more time for it. */
  private end(obligationId: string, tell: () => void): void {
    tell();
    for (const { id } of this.dispute.extensions.filter((each) => each.obligationId === obligationId)) {
      this.tell('ExtensionLapsed', { extensionId: id });
      this.void('decide-extension', 'lapsed', { subjectId: id });
    }
  }
}

/** The n-th step of a sort is the n-th rung of that sort. */
function placed(steps: readonly Step[], ladder: readonly Rung[]): Step[] {
  const sortOf = ({ do: what, to, when }: Pick<Rung, 'do' | 'to' | 'when'>) => `${what} ${to.join()} ${when ?? ''}`;
  const taken = new Set<number>();
  return [...steps]
    .sort((a, b) => a.rung - b.rung)
    .flatMap((step) => {
      const rung = ladder.findIndex((each, index) => !taken.has(index) && sortOf(each) === sortOf(step));
      if (rung < 0) return [];
      taken.add(rung);
      return [{ ...step, rung }];
    });
}

/** What each command asks of a story: the table that the chapters make together. */
export type Decisions = { readonly [T in PersonCommandType]: (story: Story, command: CommandOf<T>) => void };
