import { randomUUID } from 'node:crypto';
import { setImmediate as breath } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { overseeing } from '#domain/people/readers.js';
import { compared } from '#domain/simulation/compared.js';
import { Counts, type Lateness } from '#domain/simulation/counted.js';
import { instantOf } from '#domain/time/time.js';
import { Reader } from '#persistence/reading/reader.js';
import { progressOf } from '#persistence/rollouts/rollout-store.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { findSimulation, partsDone, partsOf, type Simulating } from '#persistence/rules/simulating.js';
import { DisputeReading } from '../disputes/reading.js';
import type { Actor } from '../http/actor.js';
import { momentsOf } from '../http/pieces.js';
import { badField, notFound } from '../http/problem.js';
import { required } from '../http/required.js';
import type { Begun } from '../rollouts/answers.js';
import { Rollouts } from '../rollouts/rollouts.js';
import type { LatenessOfCase, Simulation } from './answers.js';
import { Policies } from './policies.js';

const MOST_NAMED = 1_000;

/** Past months under other rules: told once more by the worker, part by part, and set beside those in force. */
@Injectable()
export class Simulations {
  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly policies: Policies,
    private readonly reading: DisputeReading,
    private readonly rollouts: Rollouts,
  ) {}

  /** @throws Problem NOT_ALLOWED, NOT_FOUND; BAD_REQUEST where the months are not past, or end before they begin */
  async begin(actor: Actor, version: string, asked: { from: string; to: string }): Promise<Begun> {
    required(actor, 'policy.publish');
    const { policy, calendar } = await this.rulebook.current(actor.region);
    const { from, to } = momentsOf(asked, policy.document.workingTime.zone);
    const now = instantOf(Date.now());
    if (to > now) throw badField('/to', 'IN_THE_FUTURE', 'must not be later than now');
    if (from >= to) throw badField('/to', 'PERIOD', 'must lie after from');
    const { document } = await this.policies.of(actor, version);
    const what: Simulating = {
      version,
      document,
      policyVersion: policy.version,
      calendarVersion: calendar.version,
      from,
      to,
    };
    const sight = await this.reading.record(actor);
    const subjects = await this.reader.as(sight, (db) => partsOf(db, { from, to }));
    const id = randomUUID();
    return { rollout: await this.rollouts.begin(actor, { id, kind: 'simulate-rules', what, subjects }) };
  }

  /**
   * What it came to so far.
   *
   * @throws Problem NOT_FOUND where there is none that the actor began, or whose beginner they oversee
   */
  async view(actor: Actor, id: string): Promise<Simulation> {
    required(actor, 'policy.publish');
    const overseer = { ...actor, scopes: [...actor.scopes, ...overseeing(actor)] };
    const { rollout, what, parts } = await this.reader.as(overseer, async (db) => {
      const simulation = await findSimulation(db, id);
      const progress = await progressOf(db, id);
      if (!simulation || !progress) throw notFound();
      return { rollout: progress, what: simulation.what, parts: await partsDone(db, id) };
    });
    const [before, after] = [new Counts(), new Counts()];
    const named: Lateness[] = [];
    let changed = 0;
    for (const part of parts) {
      before.addAll(part.before);
      after.addAll(part.after);
      changed += part.changed;
      named.push(...part.latenesses.slice(0, MOST_NAMED - named.length));
      // Others are answered in between.
      await breath();
    }
    const { version, policyVersion, calendarVersion, from, to } = what;
    return {
      rollout,
      version,
      policyVersion,
      calendarVersion,
      from,
      to,
      ...compared(before, after),
      changed,
      latenesses: await this.called(actor, named),
    };
  }

  /** By the number that people call a case by: of a case that the actor does not read it is told, and nothing else. */
  private async called(actor: Actor, latenesses: readonly Lateness[]): Promise<LatenessOfCase[]> {
    const ids = [...new Set(latenesses.map(({ disputeId }) => disputeId))];
    const cases = await this.reading.numbersOf(actor, ids);
    return latenesses.map((each) => {
      const { number = null, readable: seen = false } = cases.get(each.disputeId) ?? {};
      return { ...each, number, seen };
    });
  }
}
