import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TemporalFailure } from '@temporalio/common';
import fc from 'fast-check';
import type { CommandData, PersonCommand, PersonCommandType } from '#domain/dispute/commands.js';
import { decide, raiseCore, refusedCommand } from '#domain/dispute/decide.js';
import { isRegistered, openObligations, unregistered, type DisputeState } from '#domain/dispute/state.js';
import { CORE } from '#domain/dispute/editions.js';
import { RECORD_BEHIND } from '#domain/errors.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { evolve } from '#domain/dispute/evolve.js';
import { violationsOf } from '#domain/proof/invariants.js';
import {
  decideItem,
  evolveItem,
  nextItemMoment,
  unreported,
  type Item,
  type ItemCommand,
  type ItemCommandData,
  type ItemCommandType,
  type ItemEvent,
} from '#domain/item/item.js';
import { nextMoment } from '#domain/dispute/moments.js';
import { DAY, HOUR } from '#domain/time/time.js';
import { GRADES } from '#domain/words.js';
import { Around, type Fate, type Kind } from '../support/around.js';
import { Sandbox, inSandbox } from '../support/sandbox.js';
import { PEOPLE, rulesFor, shanghai } from '../support/town.js';

/**
 * The shell's model: its real `run`, with both cores, in a small world in which everything goes wrong that may. However far
 * a workflow is behind, ahead of or beside its record, nobody is told what is not so, and it comes back to the record.
 */
const { disputeWorkflow } = await inSandbox<typeof import('#workflows/dispute/dispute.workflow.js')>(
  '#workflows/dispute/dispute.workflow.js',
);
const { itemWorkflow } = await inSandbox<typeof import('#workflows/item/item.workflow.js')>(
  '#workflows/item/item.workflow.js',
);

const realNow = Date.now;
beforeAll(() => {
  Date.now = Sandbox.now;
});
afterAll(() => {
  Date.now = realNow;
});

const FULL = process.env.CHECK === 'full';
const RUNS = FULL ? { dispute: 10_000, item: 20_000 } : { dispute: 250, item: 150 };
const START = shanghai('2026-03-02 09:00');
const rules = rulesFor();

type State = DisputeState | Item;
type Command = PersonCommand | ItemCommand;
/** What somebody may do, before it has a key and a moment. */
interface Deed {
  who: string;
  type: Command['type'];
  data: object;
}

/** A kind, with what people do to a case of it: what is refused as well as what is not. */
interface Lived<S extends State, C extends Command, E extends DisputeEvent | ItemEvent> extends Kind<S, C, E> {
  beginning: Deed;
  deeds(state: S): Deed[];
}

const deed = <T extends PersonCommandType>(who: string, type: T, data: CommandData[T]): Deed => ({ who, type, data });
const itemDeed = <T extends ItemCommandType>(who: string, type: T, data: ItemCommandData[T]): Deed => ({
  who,
  type,
  data,
});

/** A case that goes on in place of none. */
const CLOSED = '00000000-0000-4000-8000-000000000009';

function disputes(core: number, grade: (typeof GRADES)[number]): Lived<DisputeState, PersonCommand, DisputeEvent> {
  return {
    workflow: disputeWorkflow,
    blank: { ...unregistered('00000000-0000-4000-8000-000000000001', rules), core },
    begins: 'DisputeRegistered',
    decide: (command, state, now) => decide(command, state, now),
    evolve,
    nextMoment,
    refused: (command, state, code, now) => (isRegistered(state) ? refusedCommand(command, state, code, now) : null),
    raised: (state, now) => raiseCore(state, CORE, now),
    refuses: (events) => {
      const isIntoClosed = events.some((each) => each.type === 'DisputeResolved' && each.data.into === CLOSED);
      return isIntoClosed ? 'MERGE_INTO_CLOSED' : null;
    },
    beginning: deed('desk', 'RegisterDispute', {
      number: '2026-00001',
      desk: 'police',
      superior: 'centre',
      category: 'neighbours',
      grade,
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
    }),
    deeds: (state) => {
      if (!isRegistered(state)) return [];
      const transferId = state.transfers.at(-1)?.id ?? 't1';
      const n = openObligations(state, 'return-visit')[0]?.n ?? 1;
      return [
        deed('desk', 'AddNote', {}),
        deed('desk', 'RecallTransfer', { transferId }),
        deed('desk', 'DecideReturn', { transferId, uphold: true }),
        deed('supervisor', 'OrderSupervision', { answerWithin: { amount: 1, unit: 'hours' } }),
        deed('supervisor', 'SuspendDispute', { ground: 'appraisal' }),
        deed('supervisor', 'ResumeDispute', {}),
        deed('visitor', 'RecordVisit', { n, mode: 'phone', outcome: 'stable' }),
        deed('desk', 'WithdrawDispute', {}),
        deed('desk', 'MergeDispute', { into: CLOSED }),
        deed('desk', 'MergeDispute', { into: CLOSED }),
        ...['justice', 'land'].flatMap((to) => [
          deed('desk', 'TransferDispute', { to, role: 'lead', designated: false }),
          deed(to, 'AcceptTransfer', { transferId }),
          deed(to, 'ReturnTransfer', { transferId, reasonCode: 'not-our-duty' }),
          deed(to, 'MakePlan', {}),
          deed(to, 'ReportProgress', {}),
          deed(to, 'ResolveDispute', { outcome: 'mediated', terms: [] }),
        ]),
      ];
    },
  };
}

const items: Lived<Item, ItemCommand, ItemEvent> = {
  workflow: itemWorkflow,
  blank: unreported('00000000-0000-4000-8000-000000000009', rules),
  begins: 'ItemReported',
  decide: decideItem,
  evolve: evolveItem,
  nextMoment: nextItemMoment,
  refused: () => null,
  raised: () => [],
  beginning: itemDeed('grid', 'ReportItem', {
    number: 'X26-00001',
    desk: 'police',
    superior: 'centre',
    feeder: 'patrol',
    village: 'village-shixi',
    dangerSigns: ['violence'],
    heardAt: START,
  }),
  deeds: () => [
    itemDeed('desk', 'PromoteItem', { disputeId: '1' }),
    itemDeed('desk', 'LinkItem', { disputeId: '2' }),
    itemDeed('desk', 'DenyDanger', {}),
    itemDeed('desk', 'DiscardItem', {}),
    itemDeed('land', 'DiscardItem', {}),
    itemDeed('auditor', 'EraseItem', { ground: 'person-request', retainedUntil: null }),
  ],
};

const luck = fc.nat({ max: 0xffff });
const fates = fc.array(
  fc.record<Fate>({
    how: fc.constantFrom(
      'answered',
      'hangs',
      'fails',
      'fails behind its commit',
      'fails before it commits',
      'dies',
      'dies behind its commit',
    ),
    back: fc.nat({ max: 3 }),
  }),
  { maxLength: 3 },
);
const sending = fc.record({
  luck,
  /** Something that the rules allow, or anything. */
  likely: fc.constantFrom(true, true, false),
  by: fc.constantFrom('update', 'update', 'update', 'signal'),
  /** A command that was sent before, once more, perhaps with another body. */
  again: fc.constantFrom(null, null, null, null, null, 'same', 'same', 'other'),
  ifMatch: fc.constantFrom(null, null, null, 0, 3),
});
type Sending = typeof sending extends fc.Arbitrary<infer S> ? S : never;
/** What may happen next; `fates` of what it makes the workflow record. */
const move = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      /** Those that come in one turn of the workflow. */
      each: fc.oneof({ weight: 3, arbitrary: fc.tuple(sending) }, fc.array(sending, { minLength: 2, maxLength: 3 })),
      fates,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      millis: fc.oneof(
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 8 * HOUR }),
        fc.integer({ min: 0, max: 20 * DAY }),
      ),
      asleep: fc.boolean(),
      fates,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wake' as const), fates }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const), fates }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('die' as const), back: fc.nat({ max: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restore' as const), luck, isLeftThere: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('otherwise' as const), luck }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('terminate' as const) }) },
);
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

/** A case's life, move by move. */
class Life<S extends State, C extends Command, E extends DisputeEvent | ItemEvent> {
  readonly around: Around<S, C, E>;
  private keys = 0;

  constructor(
    readonly kind: Lived<S, C, E>,
    historyLimit: number,
  ) {
    this.around = new Around(kind, START, historyLimit);
  }

  async play(next: Move): Promise<void> {
    const { around } = this;
    around.fates = 'fates' in next ? [...next.fates] : [];
    switch (next.kind) {
      case 'send':
        return this.told(next.each.map((each) => this.send(each)).some(Boolean));
      case 'pass':
        return around.pass(next.millis, next.asleep);
      case 'wake':
        return this.told(around.wake());
      case 'settle':
        around.settle();
        return around.drain();
      case 'die':
        return around.die(next.back);
      case 'restore': {
        const { versions } = around.record;
        around.restore(versions[next.luck % versions.length]!);
        return next.isLeftThere ? undefined : this.play({ ...next, kind: 'otherwise' });
      }
      case 'otherwise': {
        const events = around.judged(this.drawn(next.luck, true));
        if (around.record.now.length === 0 || typeof events === 'string') return;
        return around.otherwise(events);
      }
      case 'terminate':
        return around.terminate();
    }
  }

  /** Everything works again: what is left of the world's troubles passes, and the case goes on. */
  async calm(isPutForward: boolean): Promise<void> {
    const { around } = this;
    around.fates = [];
    for (let n = 0; n < 3; n++) {
      around.settle();
      await around.drain();
    }
    if (around.isAstray) {
      const { run, record } = around;
      const before = record.now;
      // It says so at once, whatever it is asked.
      if (before.length > 0) around.send(this.drawn(0, true));
      await around.drain();
      expect(record.now === before).toBe(true);
      if (isPutForward) around.restore(run!.known);
      else around.terminate();
    }
    // What came by signal meanwhile has its turn first.
    await this.told(around.wake('operator'));
    for (const likely of [true, true, false]) {
      const command = this.drawn(7, likely);
      const events = around.judged(command);
      await this.told(around.send(command));
      const isHeld = around.record.now.some(({ event }) => event.answers?.key === command.key);
      expect(isHeld).toBe(typeof events !== 'string');
    }
    await around.pass(20 * DAY);
    await this.told(around.wake());
    around.checkKept();
  }

  /** @returns whether it came to the workflow's knowledge */
  private send({ luck, likely, by, again, ifMatch }: Sending): boolean {
    const { around, kind } = this;
    const { sent, record } = around;
    const isBegun = record.now.length > 0;
    const earlier = again && sent[luck % (sent.length || 1)];
    let command = this.drawn(luck, likely);
    if (ifMatch !== null) command = { ...command, ifMatch: record.now.length - ifMatch };
    if (earlier) command = again === 'same' ? earlier : { ...earlier, bodyHmac: 'another' };
    // Nobody sees a case of which there is no record, but who begins it; nobody signals to an item.
    if (!isBegun && command.type !== kind.beginning.type) return false;
    const isSignal = by === 'signal' && isBegun && kind.begins === 'DisputeRegistered';
    return isSignal ? around.signal(command) : around.send(command);
  }

  /** What somebody asks now, under a key of its own. */
  command({ who, type, data }: Deed): C {
    const key = `key ${++this.keys}`;
    const receivedAt = this.around.now;
    return { type, data, actor: PEOPLE[who], key, bodyHmac: 'body', receivedAt } as unknown as C;
  }

  /** Something that somebody may do, or may try. */
  private drawn(luck: number, likely: boolean): C {
    const { kind, around } = this;
    const deeds = [kind.beginning, ...kind.deeds(around.record.stateOf())];
    const from = luck % deeds.length;
    const all = [...deeds.slice(from), ...deeds.slice(0, from)].map((each) => this.command(each));
    return (likely && all.find((each) => typeof around.judged(each) !== 'string')) || all[0]!;
  }

  async does(deed: Deed): Promise<void> {
    await this.told(this.around.send(this.command(deed)));
  }

  /** @param isTaken whether it came to the workflow's knowledge, which then knows the record */
  async told(isTaken: boolean): Promise<void> {
    await this.around.drain();
    if (isTaken) this.around.checkConverged();
  }
}

/** How often each of what may happen was met. */
const met = new Map<string, number>();

async function live<S extends State, C extends Command, E extends DisputeEvent | ItemEvent>(
  kind: Lived<S, C, E>,
  { moves, historyLimit, isPutForward }: Drawn,
): Promise<Around<S, C, E>> {
  const life = new Life(kind, historyLimit);
  for (const each of moves) await life.play(each);
  await life.calm(isPutForward);
  for (const [what, n] of life.around.met) met.set(what, (met.get(what) ?? 0) + n);
  return life.around;
}

const drawn = fc.record({
  moves: fc.array(move, { minLength: 1, maxLength: 30, size: 'max' }),
  historyLimit: fc.constantFrom(20, 60, 800),
  isPutForward: fc.boolean(),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer D> ? D : never;

it(
  'a dispute is never told what its record does not hold, and always comes back to it',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(1, CORE), fc.constantFrom(...GRADES), drawn, async (core, grade, each) => {
        const { record, now } = await live(disputes(core, grade), each);
        const events = record.now.map(({ event }) => event);
        expect(violationsOf(events, rules, now)).toEqual([]);
      }),
      { numRuns: RUNS.dispute, ...(!FULL && { seed: 20261128 }) },
    );
  },
  6 * HOUR,
);

it(
  'an item neither, and each of its moments passes once',
  async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async (each) => {
        const { record } = await live(items, each);
        const fired = record.now.flatMap(({ event: { type, data } }) =>
          type === 'ObligationLate'
            ? [data.obligationId]
            : type === 'LadderStepFired'
              ? [`${data.obligationId} ${data.step}`]
              : [],
        );
        expect(new Set(fired).size).toBe(fired.length);
      }),
      { numRuns: RUNS.item, ...(!FULL && { seed: 20261128 }) },
    );
  },
  6 * HOUR,
);

it('these lives went everywhere', () => {
  // SHOW=1 tells how often each was met.
  if (process.env.SHOW) console.log(Object.fromEntries([...met].sort((a, b) => a[1] - b[1])));
  const wanted = [
    'answered',
    'refused',
    'refused beyond the record',
    RECORD_BEHIND,
    'converged',
    'behind',
    'beside',
    'astray',
    'gap',
    'refused by the record',
    'hangs',
    'died',
    'dies behind its commit',
    'fails before it commits',
    'fails behind its commit',
    'continued as new',
    'ended',
  ];
  expect(wanted.filter((what) => !met.has(what))).toEqual([]);
});

describe('found by the model', () => {
  const NOTE = deed('desk', 'AddNote', {});
  const begun = async () => {
    const life = new Life(disputes(CORE, 'blue'), 800);
    await life.does(life.kind.beginning);
    return { life, around: life.around, record: life.around.record };
  };
  /** Another record of the same length takes the place of what is done by `deed`. */
  const replaced = async ({ life, around, record }: Awaited<ReturnType<typeof begun>>, own: Deed, other: Deed) => {
    const before = record.now;
    await life.does(own);
    const { length } = record.now;
    return () => {
      around.restore(before);
      around.otherwise(around.judged(life.command(other)) as DisputeEvent[]);
      expect(record.now).toHaveLength(length);
    };
  };

  it('a repeat is answered only where the record still holds its answer', async () => {
    const all = await begun();
    const { life, around } = all;
    const replace = await replaced(all, NOTE, NOTE);
    const note = around.sent.at(-1)!;
    replace();
    around.send(note);
    await around.drain();
    expect(around.met.get(RECORD_BEHIND)).toBe(1);
    around.terminate();
    await life.told(around.send(note));
    around.checkKept();
  });

  it('what only the record refuses is told whoever waits for it, and stands in it where nobody does', async () => {
    const { life, around, record } = await begun();
    const merge = deed('desk', 'MergeDispute', { into: CLOSED });
    const before = record.now;
    around.send(life.command(merge));
    await around.drain();
    expect([record.now, around.met.get('refused')]).toEqual([before, 1]);
    around.signal(life.command(merge));
    await around.drain();
    const [noted] = record.now.slice(before.length);
    expect(noted!.event).toMatchObject({
      type: 'CommandRefused',
      data: { command: 'MergeDispute', code: 'MERGE_INTO_CLOSED' },
    });
    await life.does(NOTE);
    around.checkConverged();
  });

  it('a key keeps its one answer, whatever is handed in under it', async () => {
    const { around, record } = await begun();
    around.signal({ ...around.sent[0]!, bodyHmac: 'another' });
    await around.drain();
    expect(record.now.map(({ event }) => event.type)).not.toContain('CommandRefused');
    around.checkKept();
  });

  it('a case whose record goes by rules that nobody here knows is left alone', async () => {
    const { life, around, record } = await begun();
    const { length: seq } = record.now;
    const raised = {
      seq: seq + 1,
      at: around.now,
      type: 'CoreRaised',
      actor: { kind: 'system' },
      data: { core: CORE + 1 },
    };
    around.otherwise([raised as DisputeEvent]);
    // A fault blocks the task until a process comes that knows them; a failure of Temporal's would end the case.
    const fault = await life.does(NOTE).catch((error: unknown) => error);
    expect(fault).toMatchObject({ message: expect.stringContaining('leaves it alone') });
    expect(fault).not.toBeInstanceOf(TemporalFailure);
    expect(record.now).toHaveLength(seq + 1);
  });

  it('a run begun from a folded state knows of which record it is', async () => {
    const all = await begun();
    const { life, around } = all;
    const replace = await replaced(all, NOTE, deed('supervisor', 'AddNote', {}));
    around.terminate();
    // Who is refused makes a run begin, and leaves no trace in it.
    await life.does(deed('justice', 'ReportProgress', {}));
    replace();
    await life.does(NOTE);
  });

  it('nobody is refused from a record of the same length that was put back', async () => {
    const all = await begun();
    const { life, around } = all;
    const offer = (to: string) => deed('desk', 'TransferDispute', { to, role: 'lead', designated: false });
    const replace = await replaced(all, offer('justice'), offer('land'));
    replace();
    await life.does(deed('land', 'AcceptTransfer', { transferId: 't1' }));
    expect(around.met.get(RECORD_BEHIND)).toBe(1);
  });
});
