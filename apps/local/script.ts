import { randomUUID } from 'node:crypto';
import type { CommandData, PersonCommand, PersonCommandType } from '#domain/dispute/commands.js';
import type { CommandActor } from '#domain/people/actor.js';
import { decide } from '#domain/dispute/decide.js';
import { isRegistered, unregistered, type DisputeState, type Registered } from '#domain/dispute/state.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { evolve } from '#domain/dispute/evolve.js';
import { count, endOfWork, type Clock } from '#domain/time/limit.js';
import { nextMoment } from '#domain/dispute/moments.js';
import { clockOf, type Rules } from '#domain/obligation/obligation.js';
import { MINUTE, addDays, civilDateAt, millisOf, plusMillis, type Instant } from '#domain/time/time.js';
import type { SealedText } from '#domain/dispute/events.js';
import type { Db } from '#persistence/database/database.js';
import { signed, type Signable } from '#persistence/vault/signing.js';
import type { Vault } from '#persistence/vault/vault.js';

/** What the API's door does to the commands of one case. */
export interface Door {
  seal(text: unknown): SealedText;
  sign<C extends Signable>(command: C): C;
}

export async function doorOf(vault: Vault, db: Db, caseId: string): Promise<Door> {
  const key = await vault.create(db, caseId);
  return { seal: (text) => key.seal(text), sign: (command) => signed(vault, caseId, command) };
}

export interface Cast {
  desk: CommandActor;
  visitor: CommandActor;
  supervisor: CommandActor;
  /** Whoever acts for a department. */
  of(departmentId: string): CommandActor;
}

/**
 * A dispute's life as scripted commands, played through the core at their own moments: every deadline that passes on
 * the way passes at its moment, exactly as it would have on the engine. Nothing is written but what the rules let happen.
 */
export class Script {
  state: DisputeState;
  readonly events: DisputeEvent[] = [];
  readonly clock: Clock;

  constructor(
    readonly id: string,
    rules: Rules,
    private readonly door: Door,
    /** The script's moment; moves on with each step, never beyond `end`. */
    public at: Instant,
    private readonly end: Instant,
  ) {
    this.state = unregistered(id, rules);
    this.clock = clockOf(rules);
  }

  get dispute(): Registered {
    if (!isRegistered(this.state)) throw new Error('not registered yet');
    return this.state;
  }

  get over(): boolean {
    return this.at >= this.end;
  }

  /** Working time passes; a script that reaches its end stays there. */
  afterWorkingMinutes(minutes: number): this {
    if (minutes <= 0) return this;
    return this.moveTo(count(this.at, { amount: minutes / 60, unit: 'workingHours' }, this.clock).dueAt);
  }

  /** To an hour before the end of work of the n-th working day from now. */
  afterWorkingDays(days: number, minutesBeforeEnd = 70): this {
    if (days === 0) return this.afterWorkingMinutes(180);
    const end = count(this.at, { amount: days, unit: 'workingDays' }, this.clock).dueAt;
    return this.moveTo(plusMillis(end, -minutesBeforeEnd * MINUTE));
  }

  /** To the first working moment at or after now. */
  untilWork(): this {
    return this.moveTo(plusMillis(count(this.at, { amount: 1 / 60, unit: 'workingHours' }, this.clock).dueAt, -MINUTE));
  }

  moveTo(moment: Instant): this {
    const wanted = moment < this.at ? this.at : moment;
    this.at = wanted > this.end ? this.end : wanted;
    return this;
  }

  /** Lets pass what falls due up to the script's moment. */
  settle(): this {
    if (!isRegistered(this.state)) return this;
    for (let next = nextMoment(this.state); next !== null && next <= this.at; next = nextMoment(this.state)) {
      const moment = next > this.dispute.at ? next : this.dispute.at;
      this.take(decide({ type: 'PassMoment', upTo: moment }, this.state, moment));
    }
    return this;
  }

  /** Whoever acts, acts now. */
  do<T extends PersonCommandType>(actor: CommandActor, type: T, data: CommandData[T], text?: object): this {
    this.settle();
    const command = {
      type,
      actor,
      receivedAt: this.at,
      key: randomUUID(),
      bodyHmac: '',
      data,
      ...(text && { text: this.door.seal(text) }),
    } as PersonCommand;
    this.take(decide(this.door.sign(command), this.state, this.at));
    return this;
  }

  private take(events: DisputeEvent[]): void {
    this.state = events.reduce(evolve, this.state);
    this.events.push(...events);
  }
}

/** The same time of day so many working days ago. */
export function workingDaysAgo(days: number, now: Instant, clock: Clock): Instant {
  const { zone } = clock.workingTime;
  let date = civilDateAt(now, zone);
  for (let left = days; left > 0;) {
    date = addDays(date, -1);
    // A day is a working day when one working day from its eve ends on it.
    const eve = endOfWork(addDays(date, -1), clock.workingTime);
    if (civilDateAt(count(eve, { amount: 1, unit: 'workingDays' }, clock).dueAt, zone) === date) left--;
  }
  const shift =
    millisOf(endOfWork(civilDateAt(now, zone), clock.workingTime)) - millisOf(endOfWork(date, clock.workingTime));
  return plusMillis(now, -shift);
}
