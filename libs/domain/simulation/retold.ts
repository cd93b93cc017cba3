import { hastenGrade, regradeAll } from '../dispute/chapters/entry/decide.js';
import { legLimit } from '../dispute/chapters/legs/decide.js';
import { ruleAt } from '../dispute/chapters/ruling/decide.js';
import { visitGrade } from '../dispute/chapters/visits/decide.js';
import { follows } from '../dispute/editions.js';
import type { DisputeEvent, EventOf } from '../dispute/events.js';
import { happeningOf, skippedBecause } from '../dispute/moments.js';
import { isRegistered, transferOf, unregistered, type Registered } from '../dispute/state.js';
import { Story } from '../dispute/story.js';
import {
  nextMomentOf,
  obligationOf,
  type Holder,
  type Obligation,
  type Opening,
  type Rules,
} from '../obligation/obligation.js';
import type { VisitRule } from '../policy/document.js';
import { doorstepOf } from '../policy/doorstep.js';
import type { Limit } from '../time/limit.js';
import { earlier, later, type Instant } from '../time/time.js';
import { gradeRank, type Grade, type ObligationKind } from '../words.js';

export interface Retold {
  /** The entries that there would have been. */
  events: DisputeEvent[];
  /** Ids of what only these rules ask for. */
  assumed: ReadonlySet<string>;
}

/**
 * A record told once more as if other rules had been in force from its first day (domain.md §4, "Simulated"). What people
 * did stays, each deed at its moment; what the rules make of it is made anew by the functions that make it every day: what
 * is owed and by when, rungs and whom they reach, visits and their days, what becomes late. Nobody is guessed to have done
 * otherwise: an offer that lapsed or was answered did so when it did, and what only the other rules ask for, of which the
 * record can know nothing, is taken to be done on its day.
 *
 * Told under its own rules a record comes out as it is, but for how late an outage let something be noticed.
 *
 * @param events the whole record of one case; it needs no texts
 * @param until what fell due up to then has happened
 */
export function retold(id: string, events: readonly DisputeEvent[], rules: Rules, until: Instant): Retold {
  const retelling = new Retelling(id, events, rules);
  for (const index of events.keys()) retelling.tell(index);
  retelling.end(until);
  return { events: retelling.events, assumed: retelling.assumed };
}

type Happened = (EventOf<'ObligationLate'> | EventOf<'LadderStepFired'>) & DisputeEvent;

/** What the clock itself tells is no fact of the record: the rules say when. */
const isOfClock = (event: DisputeEvent): event is Happened =>
  event.type === 'ObligationLate' || event.type === 'LadderStepFired';

/** What a resolution asks for: the visits of a grade, of which so many were opened. */
interface Plan {
  grade: Grade;
  visits: readonly VisitRule[];
  opened: number;
}

class Retelling {
  readonly assumed = new Set<string>();
  private readonly story: Story;
  /** Offers that the ledger of an adopted case knows to have been answered. */
  private readonly answered: ReadonlySet<string>;
  /** A new grade whose consequences have not been told yet. */
  private regraded: { raised: boolean; complexityChanged: boolean } | null = null;
  private plan: Plan | null = null;
  /** The last resolution: of its terms some have a date. */
  private resolved: EventOf<'DisputeResolved'> | null = null;

  constructor(
    private readonly id: string,
    private readonly record: readonly DisputeEvent[],
    private readonly rules: Rules,
  ) {
    this.story = new Story(unregistered(id, rules), record[0]!.at, { kind: 'system' });
    const adopted = record.findIndex(({ type }) => type === 'DisputeAdopted');
    this.answered = new Set(
      record
        .slice(0, Math.max(adopted, 0))
        .flatMap((each) => (each.type === 'TransferAccepted' ? [each.data.transferId] : [])),
    );
  }

  get events(): DisputeEvent[] {
    return this.story.events;
  }

  private get state(): Registered {
    return this.story.dispute;
  }

  tell(index: number): void {
    const event = this.record[index]!;
    if (isRegistered(this.story.state)) {
      if (this.regraded && event.type !== 'ObligationMet') this.regrade();
      if (this.beginsAnew(index)) this.pass((moment) => moment < event.at);
    }
    if (isOfClock(event)) return this.passAs(event);
    // Which rules it went by is not told again.
    if (event.type === 'RulesMoved') return;
    this.story.at = event.at;
    this.story.actor = event.actor;
    this.fact(event, index);
    const last = this.events.at(-1);
    if (event.answers && last) last.answers = event.answers;
  }

  end(until: Instant): void {
    if (this.regraded) this.regrade();
    this.pass((moment) => moment <= until);
  }

  /** Between the entries of one deed nothing falls due. */
  private beginsAnew(index: number): boolean {
    const [before, event] = [this.record[index - 1]!, this.record[index]!];
    return before.at < event.at || before.answers !== undefined || isOfClock(before) || isOfClock(event);
  }

  private fact(event: DisputeEvent, index: number): void {
    switch (event.type) {
      case 'ObligationOpened':
        return this.open(event.data.obligation, index);
      case 'ObligationMoved':
        return this.move(event);
      case 'ObligationMet':
      case 'ObligationVoided':
      case 'ObligationWaived':
      case 'ObligationPaused':
      case 'ObligationHandedOver':
        // What these rules never asked for does not end.
        if (this.owed(event.data.obligationId)) this.say(event);
        return;
      default: {
        const before = this.story.state;
        this.say(event);
        if (isRegistered(before)) this.follow(event, before, index);
      }
    }
  }

  private say({ type, data, text }: DisputeEvent): void {
    this.story.tell(type, data as never, text);
  }

  private owed(obligationId: string): Obligation | undefined {
    return this.state.obligations.find((each) => each.id === obligationId);
  }

  /** What these rules make of a fact besides what the record says of it. */
  private follow(event: DisputeEvent, before: Registered, index: number): void {
    switch (event.type) {
      case 'DisputeCorrected':
        return before.grade === null ? hastenGrade(this.story) : undefined;
      case 'DisputeAbsorbed':
        // What it was merged with may have been graded.
        return before.grade === null && !this.isGradedNext(index) ? hastenGrade(this.story) : undefined;
      case 'DisputeGraded':
        return this.noteGrade(event, before, index);
      case 'TransferAccepted':
        return this.oweOnLeg(event, index);
      case 'MeetingCalled':
        return this.oweToo('meeting', { departmentId: before.desk, role: 'desk' }, index, event.data.meetingId);
      case 'ContactMade':
        return this.endAssumed(['first-contact'], true);
      case 'PlanMade':
        return this.endAssumed(['plan'], true);
      case 'DisputeResolved':
        this.noteResolution(event);
        return this.endAssumed(OF_HOLDERS);
      case 'ReturnDecided':
        return event.data.uphold ? this.endAssumed(OF_HOLDERS) : undefined;
      case 'DisputeReopened':
      case 'DisputeSplit':
        return this.endAssumed(['return-visit']);
      default:
    }
  }

  private noteGrade({ actor, data }: EventOf<'DisputeGraded'>, before: Registered, index: number): void {
    const { grade: previous, complexity, status } = before;
    // Entered, it owes nothing by a grade yet; and what relapsed owes nothing of its course before.
    const hasRelapsed = actor.kind !== 'person' && this.record[index - 1]?.type === 'DisputeReopened';
    if (hasRelapsed || (previous === null && status === 'entered')) return;
    const raised = previous === null || gradeRank(data.grade) > gradeRank(previous);
    this.regraded = { raised, complexityChanged: previous === null || complexity !== data.complexity };
    if (!raised || !('lead' in before) || status === 'resolved' || status === 'closed') return;
    const kinds = status === 'handling' ? this.dueOfHolder() : (['stabilise'] as const);
    for (const kind of kinds) this.oweToo(kind, { departmentId: before.lead, role: 'handler' }, index);
  }

  private isGradedNext(index: number): boolean {
    return this.record[index + 1]?.type === 'DisputeGraded';
  }

  private regrade(): void {
    const { raised, complexityChanged } = this.regraded!;
    this.regraded = null;
    regradeAll(this.story, raised, complexityChanged);
  }

  private noteResolution(event: EventOf<'DisputeResolved'>): void {
    this.resolved = event;
    const { outcome } = event.data;
    if (outcome === 'invalid' || outcome === 'merged') return;
    const grade = visitGrade(this.story);
    this.plan = { grade, visits: this.rules.policy.visits[grade], opened: 0 };
  }

  private oweOnLeg({ data: { transferId } }: EventOf<'TransferAccepted'>, index: number): void {
    const { role, to } = transferOf(this.state, transferId)!;
    const kinds = role === 'assist' ? (['assist-report'] as const) : this.dueOfHolder();
    for (const kind of kinds) this.oweToo(kind, { departmentId: to, role: 'handler' }, index, transferId);
  }

  private dueOfHolder(): ObligationKind[] {
    const { contacted, planned } = this.state;
    return [...(contacted ? [] : ['first-contact' as const]), ...(planned ? [] : ['plan' as const]), 'stabilise'];
  }

  /** What these rules ask for here and the record's own did not. */
  private oweToo(kind: ObligationKind, { departmentId, role }: Holder, index: number, subjectId?: string): void {
    const path = `limits.${kind}.${this.story.grade}`;
    const limit = ruleAt<Limit | null>(this.rules.policy, path);
    const isSame = (each: Obligation) => each.kind === kind && (kind !== 'meeting' || each.subjectId === subjectId);
    if (!limit || this.state.obligations.some(isSame) || this.opensWithin(index, kind)) return;
    const holder = this.named({ departmentId, role });
    this.assume({ kind, holder, path, terms: { limit }, ...(subjectId && { subjectId }) });
  }

  private named({ departmentId, role }: Holder): Holder {
    const userId = this.state.assigned[`${departmentId}:${role}`];
    return { departmentId, role, ...(userId && { userId }) };
  }

  /** Whether the rest of this deed opens one of that kind. */
  private opensWithin(index: number, kind: ObligationKind): boolean {
    for (let next = index + 1; next < this.record.length; next++) {
      const [before, event] = [this.record[next - 1]!, this.record[next]!];
      if (before.answers || event.at !== before.at) return false;
      if (event.type === 'ObligationOpened' && event.data.obligation.kind === kind) return true;
    }
    return false;
  }

  private assume({ terms, ...opening }: Opening): void {
    const number = this.assumed.size + 1;
    const id = `${this.id}.+${number}`;
    const passes = follows(this.state, 'lastDaysPassPauses') && { passesPauses: true as const };
    // No number that the record gives to another.
    const n = opening.kind === 'return-visit' && { n: BEYOND + number };
    this.assumed.add(id);
    this.begin(id, { ...opening, ...n, terms: { ...passes, ...terms } });
  }

  private begin(id: string, opening: Opening): void {
    const obligation = obligationOf(id, opening, this.story.grade, this.story.at, this.rules);
    this.story.tell('ObligationOpened', { obligation });
  }

  private endAssumed(kinds: readonly ObligationKind[], isDone = false): void {
    for (const { id, kind } of this.state.obligations) {
      if (!this.assumed.has(id) || !kinds.includes(kind)) continue;
      if (isDone) this.story.tell('ObligationMet', { obligationId: id, at: this.story.at });
      else this.story.tell('ObligationVoided', { obligationId: id, cause: 'ended' });
    }
  }

  private open(obligation: Obligation, index: number): void {
    const { id, kind, holder, n, subjectId, mode, terms } = obligation;
    const under = this.termsOf(obligation);
    if (under) {
      const about = { ...(n !== undefined && { n }), ...(subjectId !== undefined && { subjectId }) };
      const how = under.mode ?? mode;
      const opening = { kind, holder, path: under.path ?? obligation.rule.path, ...about, ...(how && { mode: how }) };
      this.begin(id, { ...opening, terms: { ...terms, ...under.terms } });
    }
    if (kind === 'return-visit' && this.plan && !this.opensNext(index)) this.visitToo(holder);
  }

  private opensNext(index: number): boolean {
    const next = this.record[index + 1];
    return next?.type === 'ObligationOpened' && next.data.obligation.kind === 'return-visit';
  }

  /** Visits beyond those that the record's rules had planned. */
  private visitToo(holder: Holder): void {
    const { grade, visits, opened } = this.plan!;
    this.plan = null;
    for (const [index, rule] of visits.entries()) {
      if (index < opened) continue;
      const terms = { limit: rule.after, tolerance: rule.tolerance };
      this.assume({ kind: 'return-visit', mode: rule.mode, holder, path: `visits.${grade}.${index}`, terms });
    }
  }

  /** What an obligation is opened under by these rules; null where they do not ask for it. */
  private termsOf(obligation: Obligation): Under | null {
    const { kind, rule, terms, subjectId } = obligation;
    const { policy } = this.rules;
    const [first] = rule.path.split('.');
    switch (first) {
      case 'limits': {
        const limit = ruleAt<Limit | null>(policy, rule.path);
        return limit ? { terms: { limit } } : null;
      }
      case 'handle':
      case 'leg': {
        const transfer = kind === 'handle' && subjectId ? transferOf(this.state, subjectId) : undefined;
        if (!transfer) return { terms: {} };
        const { path, ...leg } = legLimit(this.story, transfer, this.story.at);
        return { path, terms: leg };
      }
      case 'visits':
        return this.visitTerms();
      case 'statutory':
        return { terms: { limit: ruleAt<{ limit: Limit }>(policy, rule.path)?.limit ?? terms.limit } };
      case 'spotChecks':
        return { terms: { limit: doorstepOf(policy).spotChecks.within } };
      case 'agreement':
        return { terms: this.termOfAgreement(obligation) };
      default:
        // A person set the time.
        return { terms: {} };
    }
  }

  /** The next of its plan; one that is asked for later is the first of its grade once more. */
  private visitTerms(): Under | null {
    const grade = this.plan?.grade ?? visitGrade(this.story);
    const index = this.plan ? this.plan.opened++ : 0;
    const rule = this.rules.policy.visits[grade][index];
    if (!rule) return null;
    const { after: limit, tolerance, mode } = rule;
    return { path: `visits.${grade}.${index}`, mode, terms: { limit, tolerance } };
  }

  /** A term without a date of its own is looked at with the last visit. */
  private termOfAgreement({ n, terms }: Obligation): { fixedDueAt?: Instant } {
    const term = this.resolved?.data.terms.find((each) => each.n === n);
    if (!term || term.dueAt || terms.fixedDueAt === undefined) return {};
    const visits = this.state.obligations.filter((each) => each.kind === 'return-visit');
    return { fixedDueAt: visits.reduce((last, each) => later(each.dueAt, last), this.story.at) };
  }

  /** More time that was given, and clocks that run on. What another grade moves is told with the grade. */
  private move({ data }: EventOf<'ObligationMoved'>): void {
    const { cause, obligation } = data;
    const owed = this.owed(data.obligationId);
    if (!owed || (cause !== 'resume' && cause !== 'extension')) return;
    const pauses = owed.terms.pauses.map((pause) => ({ ...pause, until: pause.until ?? this.story.at }));
    const changed = cause === 'resume' ? { pauses } : { extensions: obligation.terms.extensions };
    this.story.move(owed, { terms: { ...owed.terms, ...changed } }, cause);
  }

  private pass(isPast: (moment: Instant) => boolean): void {
    for (;;) {
      const next = this.next();
      if (!next || !isPast(next.moment)) return;
      this.happen(next.obligation, next.moment);
    }
  }

  /** What falls due next; a stated end of a suspension is a fact of the record. */
  private next(): { obligation: Obligation; moment: Instant } | null {
    let next: { obligation: Obligation; moment: Instant } | null = null;
    for (const obligation of this.state.obligations) {
      const moment = this.momentOf(obligation);
      if (moment !== null && (next === null || moment < next.moment)) next = { obligation, moment };
    }
    return next;
  }

  private momentOf(obligation: Obligation): Instant | null {
    const moment = nextMomentOf(obligation);
    return this.assumed.has(obligation.id) ? earlier(moment ?? obligation.dueAt, obligation.dueAt) : moment;
  }

  /** Of what falls due in one instant the record says the order. What lay before that instant has been told by now. */
  private passAs({ type, at, data }: Happened): void {
    const obligation = this.owed(data.obligationId);
    const moment = obligation && this.momentOf(obligation);
    if (!obligation || !moment || moment > at) return;
    if (happeningOf(obligation, moment, moment).type === type) this.happen(obligation, moment);
  }

  private happen(obligation: Obligation, moment: Instant): void {
    const { story } = this;
    story.at = later(moment, this.state.at);
    story.actor = { kind: 'clock' };
    if (this.assumed.has(obligation.id) && moment === obligation.dueAt) {
      story.tell('ObligationMet', { obligationId: obligation.id, at: moment });
      return;
    }
    const { type, data } = happeningOf(obligation, moment, moment);
    if (type === 'ObligationLate') return story.tell(type, data);
    const isAnswered = this.state.adopting === true && this.answered.has(obligation.subjectId ?? '');
    const skipped = skippedBecause(story, obligation, data, isAnswered);
    story.tell(type, { ...data, ...(skipped && { skipped }) });
  }
}

/** How an obligation is opened: what is not said stays as it is. */
interface Under {
  path?: string;
  mode?: Opening['mode'];
  terms: Partial<Obligation['terms']>;
}

/** What a department owes while it has a case, or is on it, and no longer. */
const OF_HOLDERS: readonly ObligationKind[] = ['first-contact', 'plan', 'stabilise', 'assist-report', 'meeting'];
const BEYOND = 1_000;
