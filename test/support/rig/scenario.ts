import { appendFileSync } from 'node:fs';
import { CLOCK_MS, judge, type Verdict } from './checker.js';
import { Health, TRUTH_MS, well, type Look } from './health.js';
import type { PartName, Rig } from './rig.js';
import { Work, type Refused } from './work.js';

/** A fault, as data: what is done to the product while people work, and what ends it. */
export interface Scenario {
  name: string;
  /** Does the harm, and returns when it has lasted. */
  hurt(rig: Rig, work: Work): Promise<unknown>;
  /** What else has to end, besides what `Rig.heal` ends. */
  heal?(rig: Rig): Promise<unknown>;
  /** Nobody mends it: the product has to get over it alone. */
  unmended?: boolean;
  /** Seconds after which somebody was answered again. */
  within?: number;
  /** What /readyz must say is away, for as long as the harm lasts. */
  told?: PartName;
  /** …or must warn of. */
  warned?: string;
  /** Nothing is away and nothing is well: what readyz says of it may be either. */
  slow?: boolean;
}

/** What a fault did, as docs/reliability.md shows it. */
export interface Figures {
  scenario: string;
  harmMs: number;
  /** From the end of the harm to the first answer; null when there was none. */
  firstMs: number | null;
  slowestMs: number;
  steps: number;
  unavailable: number;
  silent: number;
  /** Steps that were refused although the record allows them; how long the longest was; how many for good. */
  refused: number;
  refusedMs: number;
  refusedForGood: number;
  lost: number;
  doubled: number;
  unnoticed: number;
  latestClockMs: number;
  misdatedMs: number;
  /** References of faults that nobody finds in the log. */
  unlogged: number;
  /** How long /readyz lied: well while nothing went on, ill while all went on. */
  wellWhileStillMs: number;
  illWhileMovingMs: number;
  /** From the harm to when /readyz told of it, and from its end to when it said that all is well. */
  toldMs: number | null;
  wellMs: number | null;
  /** What is wrong with all this, in words; nothing, in a product that holds. */
  complaints: string[];
}

const WITHIN_SECONDS = 20;
/** Steps before and after the harm, so that every writer is in the middle of something. */
const STEPS = 14;
/** A busy machine needs so much longer than ours. */
const PATIENCE_MS = 60_000;
/** An entry may be dated so far from when its sender acted. */
const MISDATED_MS = 5_000;
/** One who was turned away tries again, and is slower than the first by so much. */
const LAST_MS = 10_000;
/** A look at /readyz takes its time, too. */
const LOOK_MS = 1_500;

export async function suffer(rig: Rig, scenario: Scenario): Promise<Figures> {
  const { name, within = WITHIN_SECONDS, told, warned } = scenario;
  const since = Date.now();
  const health = new Health(rig);
  const work = await Work.begin(rig);
  if (!(await work.isUnderWay(STEPS, PATIENCE_MS))) throw new Error('nobody was answered before the harm');

  const hurtAt = Date.now();
  work.beginHarm();
  await scenario.hurt(rig, work);
  const healedAt = Date.now();
  if (!scenario.unmended) await rig.heal();
  await scenario.heal?.(rig);
  await rig.whole();
  const wholeAt = Date.now();
  await work.takenSince(healedAt, STEPS, within * 1_000 + PATIENCE_MS);
  const askedUntil = Date.now();
  await work.end();
  await rig.heal();
  await becomesWell(health, wholeAt);
  await health.end();

  const outage = { from: hurtAt, to: wholeAt };
  const verdict = await judge(rig, since, work, outage);
  const verified = await rig.tool('verify');
  const said = rig.said('api');
  const first = work.taken.filter(({ sent }) => sent >= healedAt).map(({ answered }) => answered - healedAt);
  const isTold = (look: Look) =>
    (told !== undefined && look.parts[told] === false) || (warned !== undefined && look.warnings.includes(warned));
  const toldAfter = health.saidAfter(hurtAt, isTold);
  const figures: Figures = {
    scenario: name,
    harmMs: healedAt - hurtAt,
    firstMs: first.length > 0 ? Math.min(...first) : null,
    slowestMs: Math.max(0, ...work.taken.map(({ firstSent, answered }) => answered - firstSent)),
    steps: work.taken.length,
    unavailable: work.unavailable,
    silent: work.silent,
    refused: work.refused.length,
    refusedMs: Math.max(0, ...work.refused.map(({ forMs }) => forMs)),
    refusedForGood: work.refused.filter(({ gaveUp }) => gaveUp).length,
    lost: verdict.lost.length,
    doubled: verdict.doubled.length,
    unnoticed: verdict.unnoticed.length,
    latestClockMs: verdict.latestClockMs,
    misdatedMs: verdict.misdatedMs,
    unlogged: work.references.filter((each) => !said.includes(each)).length,
    wellWhileStillMs: health.wellWhileStill(work.taken, { from: hurtAt, to: askedUntil }),
    illWhileMovingMs: health.illWhileMoving(work.taken),
    toldMs: toldAfter !== null && hurtAt + toldAfter < wholeAt ? toldAfter : null,
    wellMs: health.saidAfter(wholeAt, well),
    complaints: [],
  };
  figures.complaints = [
    ...complaintsOf(figures, scenario),
    ...wordsOf(verdict),
    ...work.refused.map(refusal),
    ...work.unanswered.map(({ who, verb, dispute }) => `${who} ${verb} ${dispute} was never answered`),
    ...(verified.code === 0 ? [] : [`verify: ${verified.said.slice(-1_000)}`]),
  ];
  tell(figures);
  return figures;
}

function complaintsOf(figures: Figures, scenario: Scenario): string[] {
  const { within = WITHIN_SECONDS, slow = false, unmended = false } = scenario;
  const told = scenario.told ?? scenario.warned;
  const { harmMs, firstMs, slowestMs, latestClockMs, misdatedMs, unlogged } = figures;
  const { wellWhileStillMs, illWhileMovingMs, toldMs, wellMs } = figures;
  const untrue = [
    wellWhileStillMs > LOOK_MS &&
      `readyz said that all was well while nothing went on, ${wellWhileStillMs} ms too long`,
    illWhileMovingMs > LOOK_MS &&
      `readyz said that something was away while all went on, ${illWhileMovingMs} ms too long`,
    told !== undefined &&
      (toldMs === null || toldMs > TRUTH_MS + LOOK_MS) &&
      `readyz told of ${told} after ${toldMs} ms`,
  ];
  return [
    firstMs === null && 'nobody was answered after the harm',
    firstMs !== null && firstMs > within * 1_000 && `the first answer came after ${firstMs} ms`,
    latestClockMs > CLOCK_MS && `a clock was ${latestClockMs} ms late`,
    misdatedMs > MISDATED_MS && `an entry is dated ${misdatedMs} ms from when its sender acted`,
    unlogged > 0 && `${unlogged} references of faults are not in the log`,
    slowestMs > harmMs + within * 1_000 + LAST_MS && `a step took ${slowestMs} ms`,
    // Of what nobody mends it may tell for as long as it lasts.
    !unmended && (wellMs === null || wellMs > TRUTH_MS + LOOK_MS) && `readyz said that all is well after ${wellMs} ms`,
    ...(slow ? [] : untrue),
  ].filter((each) => each !== false);
}

const wordsOf = ({ lost, doubled, repeated, unnoticed }: Verdict): string[] => [
  ...lost.map((each) => `lost: ${each}`),
  ...doubled.map((each) => `doubled: ${each}`),
  ...repeated.map((each) => `a clock: ${each}`),
  ...unnoticed.map((each) => `never noticed: ${each}`),
];

const refusal = ({ who, verb, dispute, said, forMs, gaveUp }: Refused): string =>
  `${who} ${verb} ${dispute} was refused for ${forMs} ms${gaveUp ? ' and for good' : ''}: ${JSON.stringify(said)}`;

/** The next fault begins when all is well, or not at all. */
async function becomesWell(health: Health, since: number): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; health.saidAfter(since, well) === null && Date.now() < until;) {
    await new Promise((tick) => setTimeout(tick, 100));
  }
}

/** One line for whoever watches; a line of JSON for whoever makes a table of it. */
export function tell(figures: Figures): void {
  const { scenario, complaints, ...rest } = figures;
  const words = Object.entries(rest).map(([name, value]) => `${name} ${value}`);
  process.stderr.write(`${scenario}: ${words.join(', ')}${complaints.length > 0 ? ', DOES NOT HOLD' : ''}\n`);
  if (process.env.RIG_FIGURES) appendFileSync(process.env.RIG_FIGURES, `${JSON.stringify(figures)}\n`);
}
