import { Inject, Injectable } from '@nestjs/common';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { DataSource } from 'typeorm';
import { required, type Config } from '#config/config.js';
import { reaches } from '#persistence/database/database.js';
import { SKEW_MS, watched, type Watched } from '#persistence/record/watch.js';
import { TemporalGateway, type EngineHealth } from '../../engine/gateway.js';
import { CONFIG } from '../http/tokens.js';

/** What says nothing in time is not there: a frozen server takes connections and never answers. */
const DEADLINE_MS = 2_000;
/** A pool that had no answer for so long does not heal by itself any more, when a new connection has one. */
const STUCK_MS = 30_000;

/** What is not well without anything being impossible; an operator should look. */
export type Warning =
  | { code: 'CLOCK_SKEW'; clock: Clock; seconds: number }
  | { code: 'RECORD_BEHIND'; cases: number }
  | { code: 'READ_ONLY' }
  | { code: 'NOBODY_ANSWERED' };
type Clock = 'api' | 'worker' | 'temporal';

export interface Readiness {
  /** All of it, also what nobody waits for at once. */
  ok: boolean;
  reads: boolean;
  writes: boolean;
  parts: { postgres: boolean; temporal: boolean; worker: boolean; reconciler: boolean };
  warnings: Warning[];
}

interface Look {
  seen: (Watched & { skewMs: number }) | null;
  engine: EngineHealth;
}

/** How the machine is, by one look at the database and one at Temporal. */
@Injectable()
export class Health {
  static readonly METRICS_TYPE = new Registry().contentType;
  private readonly registry = new Registry();
  private answeredAt = Date.now();

  constructor(
    private readonly source: DataSource,
    private readonly gateway: TemporalGateway,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  async look(): Promise<Readiness> {
    return readinessOf(await this.ask());
  }

  /** Whether the connections of this process are dead while new ones work: nothing in it heals that. */
  async isStuck(): Promise<boolean> {
    if (await inTime(watched(this.source))) this.answeredAt = Date.now();
    if (Date.now() - this.answeredAt < STUCK_MS) return false;
    return (await inTime(reaches(required(this.config, 'DATABASE_READER_URL'), DEADLINE_MS))) !== null;
  }

  /** As Prometheus reads them: `METRICS_TYPE` is their media type. */
  async metrics(): Promise<string> {
    const look = await this.ask();
    const { parts, reads, writes } = readinessOf(look);
    for (const [part, isUp] of Object.entries({ ...parts, reads, writes })) this.gauges.up.set({ part }, isUp ? 1 : 0);
    const { seen } = look;
    // What is not known is not told as nought.
    this.gauges.found.set(seen?.overdueFound ?? NaN);
    this.gauges.ago.set(seen ? (seen.reconciledAgo ?? Infinity) : NaN);
    this.gauges.behind.set(seen?.behind ?? NaN);
    for (const [clock, skewMs] of skews(seen)) this.gauges.skew.set({ clock }, skewMs / 1_000);
    return this.registry.metrics();
  }

  private async ask(): Promise<Look> {
    const asked = Date.now();
    const [seen, engine] = await Promise.all([inTime(watched(this.source)), this.gateway.health()]);
    if (!seen) return { seen, engine };
    this.answeredAt = Date.now();
    // The database said so somewhere between the question and its answer.
    return { seen: { ...seen, skewMs: (asked + this.answeredAt) / 2 - seen.now.getTime() }, engine };
  }

  private readonly gauges = {
    up: new Gauge({
      name: 'dispute_part_up',
      help: 'Whether a part is there, and whether people can read and write',
      labelNames: ['part'],
      registers: [this.registry],
    }),
    found: new Gauge({
      name: 'dispute_overdue_found',
      help: 'Cases whose next moment had passed unnoticed at the last look of the reconciler',
      registers: [this.registry],
    }),
    ago: new Gauge({
      name: 'dispute_reconciled_seconds_ago',
      help: 'Seconds since the last look of the reconciler; infinite where it never looked',
      registers: [this.registry],
    }),
    behind: new Gauge({
      name: 'dispute_record_behind',
      help: 'Cases whose workflow knows what the record does not hold; npm run reconcile names them',
      registers: [this.registry],
    }),
    skew: new Gauge({
      name: 'dispute_clock_skew_seconds',
      help: 'How far a clock is ahead of that of PostgreSQL, by which commands are dated',
      labelNames: ['clock'],
      registers: [this.registry],
    }),
  };
}

/** Null when there was none in time, for whatever reason: that is the whole news here. */
function inTime<T>(asked: Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const silent = setTimeout(() => resolve(null), DEADLINE_MS);
    void asked.then(resolve, () => resolve(null)).finally(() => clearTimeout(silent));
  });
}

function skews(seen: Look['seen']): [Clock, number][] {
  if (!seen) return [];
  const all: [Clock, number | null][] = [
    ['api', seen.skewMs],
    ['worker', seen.workerSkewMs],
    ['temporal', seen.temporalSkewMs],
  ];
  return all.filter((each): each is [Clock, number] => each[1] !== null);
}

function readinessOf({ seen, engine }: Look): Readiness {
  const parts = {
    postgres: seen !== null,
    temporal: engine.temporal,
    // Where the database cannot be asked, whether one polls is all that is known.
    worker: seen ? seen.workers > 0 : engine.worker,
    reconciler: seen?.reconciles ?? false,
  };
  const reads = parts.postgres;
  const writes = reads && !seen!.readOnly && parts.temporal && parts.worker && !engine.stands;
  const warnings: Warning[] = skews(seen)
    .filter(([, skewMs]) => Math.abs(skewMs) > SKEW_MS)
    .map(([clock, skewMs]) => ({ code: 'CLOCK_SKEW', clock, seconds: Math.round(skewMs / 1_000) }));
  if (seen && seen.behind > 0) warnings.push({ code: 'RECORD_BEHIND', cases: seen.behind });
  if (seen?.readOnly) warnings.push({ code: 'READ_ONLY' });
  if (engine.stands) warnings.push({ code: 'NOBODY_ANSWERED' });
  return { ok: writes && parts.reconciler, reads, writes, parts, warnings };
}
