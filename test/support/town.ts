import type {
  CommandData,
  MoveRules,
  PersonCommand,
  PersonCommandType,
  SucceedDepartment,
} from '#domain/dispute/commands.js';
import type { CommandActor } from '#domain/people/actor.js';
import { decide } from '#domain/dispute/decide.js';
import { DEFAULT_POLICY } from '#domain/policy/default-policy.js';
import { openObligations, unregistered, type DisputeState, type Registered } from '#domain/dispute/state.js';
import { DomainError, type RefusalCode } from '#domain/errors.js';
import type { DisputeEvent, EventOf, EventType } from '#domain/dispute/events.js';
import { evolve } from '#domain/dispute/evolve.js';
import { count, type Limit } from '#domain/time/limit.js';
import { nextMoment } from '#domain/dispute/moments.js';
import { clockOf, type Obligation, type Rules } from '#domain/obligation/obligation.js';
import { sliceOf, type PolicyDocument } from '#domain/policy/document.js';
import { type DisputeRow } from '#domain/dispute/row.js';
import type { OpenedEvent } from '#domain/dispute/text.js';
import { project } from '#domain/dispute/project.js';
import { foreseen, type Foreseen } from '#domain/reading/foreseen.js';
import { SHIPPED_CALENDARS } from '#domain/time/shipped-calendars.js';
import { instantOf, plusMillis, type Instant } from '#domain/time/time.js';

/**
 * A township for tests: named people, a movable clock, one dispute. Given events, when a command, then events or a code.
 */
export const PEOPLE: Record<string, CommandActor> = {
  desk: { userId: 'desk', departmentId: 'police', roles: ['desk'], superiorOf: [] },
  visitor: { userId: 'visitor', departmentId: 'police', roles: ['visitor'], superiorOf: [] },
  justice: { userId: 'justice', departmentId: 'justice', roles: ['handler'], superiorOf: [] },
  land: { userId: 'land', departmentId: 'land', roles: ['handler'], superiorOf: [] },
  forestry: { userId: 'forestry', departmentId: 'forestry', roles: ['handler'], superiorOf: [] },
  'justice-head': { userId: 'justice-head', departmentId: 'justice', roles: ['handler', 'head'], superiorOf: [] },
  supervisor: {
    userId: 'supervisor',
    departmentId: 'centre',
    roles: ['supervisor'],
    superiorOf: ['police', 'justice', 'land', 'forestry', 'labour', 'agriculture'],
  },
  labour: { userId: 'labour', departmentId: 'labour', roles: ['handler'], superiorOf: [] },
  auditor: {
    userId: 'auditor',
    departmentId: 'district',
    roles: ['auditor'],
    superiorOf: ['centre', 'police', 'justice', 'land', 'forestry', 'labour', 'agriculture'],
  },
  grid: { userId: 'grid', departmentId: 'village-shixi', roles: ['reporter'], superiorOf: [] },
};

/** Looks after the township's departments and people. */
export const ADMINISTRATOR: CommandActor = { ...PEOPLE.supervisor!, userId: 'admin', roles: ['admin'] };

/** A moment as a clock in the township shows it, `shanghai('2026-11-23 09:00')`. */
export function shanghai(text: string): Instant {
  const time = text.slice(11);
  return instantOf(Date.parse(`${text.slice(0, 10)}T${time.length === 5 ? `${time}:00` : time}+08:00`));
}

export function rulesFor(policy: PolicyDocument = DEFAULT_POLICY): Rules {
  return {
    policyVersion: 'default-1',
    policy: sliceOf(policy),
    calendar: { region: 'default', version: 'default-1', years: SHIPPED_CALENDARS },
  };
}

export class Town {
  state: DisputeState;
  events: DisputeEvent[] = [];
  row: DisputeRow | null = null;
  private actor: CommandActor = PEOPLE.desk!;
  private keys = 0;

  constructor(
    public now: Instant,
    rules: Rules = rulesFor(),
    readonly id = '00000000-0000-4000-8000-000000000001',
    /** As the API's door does; nobody asks for it where nothing is recorded. */
    private readonly sign = (command: PersonCommand) => command,
  ) {
    this.state = unregistered(this.id, rules);
  }

  as(who: keyof typeof PEOPLE): this {
    return this.actingAs(PEOPLE[who]!);
  }

  actingAs(actor: CommandActor): this {
    this.actor = actor;
    return this;
  }

  get dispute(): Registered {
    if (this.state.status === 'unregistered') throw new Error('not registered');
    return this.state;
  }

  get status() {
    return this.state.status;
  }

  owed(kind: Obligation['kind']): Obligation | undefined {
    return this.dispute.obligations.find((each) => each.kind === kind);
  }

  register(data: Partial<CommandData['RegisterDispute']> = {}): DisputeEvent[] {
    return this.do('RegisterDispute', {
      number: '2026-00001',
      desk: 'police',
      superior: 'centre',
      category: 'neighbours',
      place: { village: 'village-shixi' },
      parties: [
        { id: 'p1', role: 'applicant' },
        { id: 'p2', role: 'respondent' },
      ],
      dangerSigns: [],
      source: { channel: 'walk-in' },
      rehearsal: false,
      policyHash: 'hash',
      calendarHash: 'hash',
      ...data,
    });
  }

  /** Sends a command now, folds what it changed and answers it. */
  do<T extends PersonCommandType>(
    type: T,
    data: CommandData[T],
    more: Partial<Pick<PersonCommand, 'key' | 'bodyHmac' | 'receivedAt' | 'ifMatch' | 'text'>> = {},
  ): DisputeEvent[] {
    return this.take(decide(this.sign(this.command(type, data, more)), this.state, this.now));
  }

  /** What it would do to what is owed. */
  foresee<T extends PersonCommandType>(type: T, data: CommandData[T]): Foreseen {
    return foreseen(this.command(type, data), this.dispute, this.now);
  }

  private command<T extends PersonCommandType>(
    type: T,
    data: CommandData[T],
    more: Parameters<Town['do']>[2] = {},
  ): PersonCommand {
    return {
      type,
      actor: this.actor,
      receivedAt: this.now,
      key: `${this.id} ${++this.keys}`,
      bodyHmac: 'body',
      data,
      // What a person lets go has a reason; here as everywhere it is sealed.
      ...(['WaiveVisit', 'WaiveTerm', 'CheckVisit', 'RuleOutRepeat', 'SplitDispute', 'ReopenDispute'].includes(
        type,
      ) && {
        text: 'sealed',
      }),
      ...more,
    } as PersonCommand;
  }

  /** Goes on under rules that were published meanwhile, by the word of whoever acts now. */
  moveTo(rules: Rules, cause: 'policy' | 'calendar' = 'policy', allowShorter = true): DisputeEvent[] {
    const command: MoveRules = {
      type: 'MoveRules',
      actor: this.actor,
      receivedAt: this.now,
      key: `${this.id} ${++this.keys}`,
      bodyHmac: 'body',
      data: { rules, policyHash: 'hash', calendarHash: 'hash', cause, allowShorter },
    };
    return this.take(decide(command, this.state, this.now));
  }

  /** A department is closed, and another has from now on what it had. */
  succeed(from: string, to: string, actor: CommandActor = ADMINISTRATOR): DisputeEvent[] {
    const command: SucceedDepartment = {
      type: 'SucceedDepartment',
      actor,
      receivedAt: this.now,
      key: `${this.id} ${++this.keys}`,
      bodyHmac: 'body',
      data: { from, to },
      text: 'sealed',
    };
    return this.take(decide(command, this.state, this.now));
  }

  /** The desk asks a department to lead. */
  offer(to: string): DisputeEvent[] {
    return this.as('desk').do('TransferDispute', { to, role: 'lead', designated: false });
  }

  /** Registers a dispute that this department leads; blue and ordinary where nothing else is said. */
  handledBy(who: string, data: Partial<CommandData['RegisterDispute']> = {}): this {
    this.as('desk').register({ grade: 'blue', ...data });
    this.offer(who);
    this.as(who).do('AcceptTransfer', { transferId: 't1' });
    return this;
  }

  /** …and that it has resolved: the return visits run. */
  resolvedBy(who: string, data: Partial<CommandData['RegisterDispute']> = {}): this {
    this.handledBy(who, data);
    this.do('MakePlan', {});
    this.do('ResolveDispute', { outcome: 'mediated', terms: [] });
    return this;
  }

  /**
   * Lets the day of a visit come, and the visitor makes it as it was planned, with both sides; in a pair with the desk's
   * clerk, who confirms it. Where it is drawn, the supervisor calls and hears the same.
   */
  visit(n: number, more: Partial<CommandData['RecordVisit']> = {}): DisputeEvent[] {
    const owed = openObligations(this.dispute, 'return-visit').find((each) => each.n === n);
    if (owed && owed.dueAt > this.now) this.passTo(owed.dueAt);
    const told = this.as('visitor').do('RecordVisit', {
      n,
      mode: owed?.mode ?? 'phone',
      outcome: 'stable',
      parties: this.dispute.parties.map(({ id }) => ({ partyId: id })),
      ...(owed?.mode === 'in-person-pair' && { with: PEOPLE.desk! }),
      ...more,
    });
    const isOwed = (kind: Obligation['kind']) => openObligations(this.dispute, kind).some((each) => each.n === n);
    const isMade = told.some((each) => each.type === 'VisitMade' && each.data.outcome !== 'unreachable');
    if (isMade && isOwed('return-visit')) told.push(...this.as('desk').do('ConfirmVisit', { n }));
    if (isOwed('spot-check')) told.push(...this.as('supervisor').do('CheckVisit', { n, result: 'confirmed' }));
    this.as('visitor');
    return told;
  }

  /** …and so all that are planned, until none is left. */
  visitAll(): this {
    for (;;) {
      const [next] = openObligations(this.dispute, 'return-visit').sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
      if (!next) return this;
      this.visit(next.n!);
    }
  }

  /** What happened last of this type. */
  last<T extends EventType>(type: T): EventOf<T> | undefined {
    return this.events.findLast((event): event is EventOf<T> & DisputeEvent => event.type === type);
  }

  /** What would come of it now: `ok`, or the code of the refusal. Changes nothing. */
  attempt<T extends PersonCommandType>(
    type: T,
    data: CommandData[T],
    more: Parameters<Town['do']>[2] = {},
  ): 'ok' | RefusalCode {
    const before = { state: this.state, events: this.events, row: this.row };
    try {
      this.events = [];
      this.do(type, data, more);
      return 'ok';
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    } finally {
      Object.assign(this, before);
    }
  }

  /** Lets a limit of time pass, on its own clock, and everything that falls due in it happen at its moment. */
  pass(limit: Limit): DisputeEvent[] {
    return this.passTo(count(this.now, limit, clockOf(this.state.rules), { pauses: [], moves: false }).dueAt);
  }

  passTo(moment: Instant): DisputeEvent[] {
    const passed: DisputeEvent[] = [];
    for (let next = nextMoment(this.state); next !== null && next <= moment; next = nextMoment(this.state)) {
      this.now = next > this.now ? next : this.now;
      passed.push(...this.take(decide({ type: 'PassMoment', upTo: this.now }, this.state, this.now)));
    }
    this.now = moment;
    return passed;
  }

  later(millis: number): this {
    this.now = plusMillis(this.now, millis);
    return this;
  }

  types(events: DisputeEvent[] = this.events): string[] {
    return events.map((event) => event.type);
  }

  private take(events: DisputeEvent[]): DisputeEvent[] {
    for (const event of events) this.record(event);
    return events;
  }

  /** What happened, whoever decided it. */
  record(event: DisputeEvent): void {
    this.state = evolve(this.state, event);
    // A sealed text stays closed here: the rows of a town show what rules read, not what people typed.
    const { text: _sealed, ...rest } = event;
    this.row = project(this.row, rest as OpenedEvent, this.dispute);
    this.events.push(event);
  }
}
