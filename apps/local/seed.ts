import { createHash } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { CommandActor, CommandData } from '#domain/commands.js';
import type { Registered } from '#domain/dispute.js';
import { dangerSignsIn } from '#domain/danger.js';
import { decideItem, evolveItem, unreported, type Item, type ItemEvent } from '#domain/item.js';
import { count } from '#domain/limit.js';
import { clockOf, type Rules } from '#domain/obligation.js';
import { DAY, MINUTE, civilDateAt, instantOf, millisOf, parseInstant, plusMillis, type Instant } from '#domain/time.js';
import type { Category } from '#domain/words.js';
import { openDatabase } from '#persistence/database.js';
import { Directory, type Tree } from '#persistence/directory.js';
import { EventStore } from '#persistence/event-store.js';
import { Rulebook } from '#persistence/rulebook.js';
import { ItemStore } from '#persistence/item-store.js';
import { Vault, type TextKey } from '#persistence/vault.js';
import { adopt, adoptItem } from './adopt.js';
import { Script, workingDaysAgo, type Cast } from './script.js';
import { disputes, items } from './township/half-year.js';
import { present, presentItems } from './township/present.js';
import type { DemoDispute, DemoItem, DemoLeg, DemoPresent } from './township/shapes.js';

/**
 * The demo township: half a year of a rural police station, and a live present. Every dispute is a script of commands
 * that the core decided at their moments; the engine adopts what is still open.
 */
export interface SeedOptions {
  writerUrl: string;
  masterKeys: () => string;
  temporal: string;
  namespace: string;
  taskQueue: string;
  region: string;
}

/** Statements of the seed are few and large. */
const PATIENT = { connection: 5_000, lock: 5_000, statement: 30_000 };
const DESK = 'police';
const KEPT = '已按约定履行，双方签字确认。';
/** Notices of the past were read long ago; those of the last days wait. */
const UNREAD_DAYS = 3;

export async function seedTownship(options: SeedOptions): Promise<void> {
  const source = await openDatabase(options.writerUrl, PATIENT, 4).initialize();
  const connection = await Connection.connect({ address: options.temporal });
  try {
    const vault = await Vault.open(source, options.masterKeys);
    const rulebook = new Rulebook(source);
    const directory = new Directory(source);
    const tree = await directory.load();
    const { policy, calendar } = await rulebook.current(options.region);
    const rules = await rulebook.rules(policy.version, calendar.version);
    const now = instantOf(Date.now());
    const stories = [...pastStories(tree, rules, now), ...presentStories(tree, rules, now)].sort((a, b) =>
      a.registeredAt < b.registeredAt ? -1 : 1,
    );

    const store = new EventStore(source, vault, rulebook, directory);
    const numbers = new Map<string, string>();
    const open: Registered[] = [];
    for (const [index, story] of stories.entries()) {
      const id = idOf(story.demo.ref);
      const key = await vault.create(source, id);
      const script = new Script(id, rules, key, story.registeredAt, now);
      const year = civilDateAt(story.registeredAt, rules.policy.workingTime.zone).slice(0, 4);
      story.play(script, {
        ...registration(story.demo, story.itemRef),
        number: `${year}-${String(index + 1).padStart(5, '0')}`,
        superior: tree.departments.get(DESK)!.parentId!,
        policyHash: policy.hash,
        calendarHash: calendar.hash,
      });
      // What fell due between the last step and now has fallen due.
      script.moveTo(now).settle();
      await store.append(id, 0, script.events);
      numbers.set(story.demo.ref, id);
      if (script.dispute.status !== 'closed') open.push(script.dispute);
    }
    await source.query(`SELECT setval('dispute_number', $1)`, [stories.length]);

    const itemStore = new ItemStore(source, vault, rulebook, directory);
    const waiting: Item[] = [];
    const reports = [...items, ...presentItems].map((item, index) => itemStory(item, index, tree, rules, now, numbers));
    for (const report of reports) {
      const { state, events } = report.play(await vault.create(source, report.id));
      await itemStore.append(report.id, 0, events);
      if (state.status === 'new') waiting.push(state);
    }
    await source.query(`SELECT setval('item_number', $1)`, [reports.length]);
    await source.query(`UPDATE notice SET read_at = at WHERE at < now() - interval '${UNREAD_DAYS} days'`);

    const client = new Client({ connection, namespace: options.namespace });
    for (const state of open) await adopt(client, options.taskQueue, state);
    for (const item of waiting) await adoptItem(client, options.taskQueue, item);
  } finally {
    await connection.close();
    await source.destroy();
  }
}

/** Stable ids: the same township on every machine. */
export function idOf(ref: string): string {
  const hex = createHash('sha256').update(`demo township ${ref}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function castOf(tree: Tree): Cast {
  const actor = (userId: string): CommandActor => {
    const { departmentId, roles } = tree.accounts.find((each) => each.id === userId)!;
    return {
      userId,
      departmentId,
      roles,
      superiorOf: roles.includes('supervisor') ? tree.descendants(departmentId) : [],
    };
  };
  return {
    desk: actor('desk'),
    visitor: actor('visitor'),
    supervisor: actor('supervisor'),
    of: (departmentId) => actor(departmentId === DESK ? 'desk' : departmentId),
  };
}

type Registration = CommandData['RegisterDispute'];

interface Story {
  demo: DemoDispute;
  registeredAt: Instant;
  itemRef?: string;
  play(script: Script, data: Registration): void;
}

function registration(demo: DemoDispute, itemRef: string | undefined) {
  return {
    desk: DESK,
    category: demo.category as Category,
    place: { village: demo.village },
    parties: demo.parties.map((party, index) => ({
      id: `p${index + 1}`,
      role: party.role,
    })),
    dangerSigns: demo.dangerSigns ?? [],
    source: { channel: 'info-officer', ...(itemRef && { itemId: idOf(itemRef) }) },
    rehearsal: false,
  };
}

function registrationText(demo: DemoDispute) {
  return {
    title: demo.title,
    narrative: demo.narrative,
    ...(demo.address && { address: demo.address }),
    parties: Object.fromEntries(
      demo.parties.map(({ name, phone, idNumber }, index) => [
        `p${index + 1}`,
        { name, ...(phone && { phone }), ...(idNumber && { idNumber }) },
      ]),
    ),
  };
}

function pastStories(tree: Tree, rules: Rules, now: Instant): Story[] {
  const cast = castOf(tree);
  return disputes.map((demo) => {
    const item = items.find((each) => each.becomes && 'dispute' in each.becomes && each.becomes.dispute === demo.ref)!;
    const heardAt = parseInstant(item.heardAt!)!;
    const registeredAt = count(heardAt, { amount: 25 / 60, unit: 'workingHours' }, clockOf(rules)).dueAt;
    return {
      demo,
      itemRef: item.ref,
      registeredAt: registeredAt < now ? registeredAt : now,
      play: (script, data) => new Player(script, cast, demo, data).wholeLife(),
    };
  });
}

function presentStories(tree: Tree, rules: Rules, now: Instant): Story[] {
  const cast = castOf(tree);
  const clock = clockOf(rules);
  return present.map((demo) => ({
    demo,
    registeredAt: beginningOf(demo, now, clock),
    play: (script, data) => new Player(script, cast, demo, data).upTo(demo, now),
  }));
}

/** When a dispute of the present began, so that it stands where its stage says now. */
function beginningOf(demo: DemoPresent, now: Instant, clock: ReturnType<typeof clockOf>): Instant {
  const working = demo.resolution?.afterWorkingDays ?? 0;
  const resolvedDaysAgo: Partial<Record<DemoPresent['stage'], number>> = {
    'resolved-visit-today': 7,
    'closed-today': 7,
    'resolved-visit-late': 11,
    visiting: 4,
    relapsed: 8,
  };
  const days = resolvedDaysAgo[demo.stage];
  if (days !== undefined) return workingDaysAgo(working + 2, plusMillis(now, -days * DAY), clock);
  const minutes: Partial<Record<DemoPresent['stage'], number>> = { ungraded: 25, 'to-dispatch': 50, offered: 70 };
  const recent = minutes[demo.stage];
  return recent !== undefined
    ? plusMillis(now, -recent * MINUTE)
    : workingDaysAgo(Math.max(1, demo.startedWorkingDaysAgo), now, clock);
}

/** Plays one demo dispute: who does what after how much working time. */
class Player {
  private readonly urgent: boolean;

  constructor(
    private readonly script: Script,
    private readonly cast: Cast,
    private readonly demo: DemoDispute,
    private readonly data: Registration,
  ) {
    this.urgent = demo.grade === 'red';
  }

  wholeLife(): void {
    this.register();
    for (const leg of this.demo.legs) this.leg(leg);
    this.handle();
    if (!this.demo.resolution) return;
    this.resolve(this.demo.resolution);
    this.visit();
  }

  upTo(demo: DemoPresent, now: Instant): void {
    const { script, cast } = this;
    const last = demo.legs[demo.legs.length - 1]!;
    switch (demo.stage) {
      case 'ungraded':
        return this.register(false);
      case 'to-dispatch':
        return this.register();
      case 'offered':
        this.register();
        script.moveTo(plusMillis(now, -30 * MINUTE));
        return this.offer(last);
      case 'offer-unanswered':
        this.register();
        return this.offer(last);
      case 'returned-undecided':
        this.register();
        script.moveTo(plusMillis(now, -100 * MINUTE));
        this.offer(last);
        script.moveTo(plusMillis(now, -40 * MINUTE));
        return this.answer(last, false);
      case 'returned-twice':
        this.register();
        return demo.legs.forEach((leg) => this.leg(leg));
      case 'designated': {
        this.register();
        demo.legs.slice(0, -1).forEach((leg) => this.leg(leg));
        script.afterWorkingMinutes(40);
        script.do(
          cast.supervisor,
          'TransferDispute',
          { to: last.to, role: 'lead', designated: true },
          { reason: last.reason },
        );
        this.answer(last, true);
        return this.handle();
      }
      case 'accepted':
        this.register();
        return demo.legs.forEach((leg) => this.leg(leg));
      case 'in-work':
      case 'in-house':
      case 'late':
        this.register();
        demo.legs.forEach((leg) => this.leg(leg));
        return this.handle();
      case 'relapsed':
        this.wholeLifeUntilNow();
        return;
      case 'resolved-visit-today':
      case 'resolved-visit-late':
      case 'visiting':
      case 'closed-today':
        return this.wholeLifeUntilNow(demo.stage, now);
    }
  }

  private wholeLifeUntilNow(stage?: DemoPresent['stage'], now?: Instant): void {
    this.register();
    for (const leg of this.demo.legs) this.leg(leg);
    this.handle();
    const days = stage === 'resolved-visit-late' ? 11 : stage === 'visiting' ? 4 : 7;
    if (now) this.script.moveTo(plusMillis(now, -days * DAY));
    this.resolve(this.demo.resolution!, now !== undefined);
    if (stage === 'resolved-visit-today' || stage === 'resolved-visit-late') return this.keepTerms();
    if (stage === 'closed-today') this.script.moveTo(plusMillis(now!, -20 * MINUTE));
    this.visit(stage === 'closed-today');
  }

  private register(graded = true): void {
    const { grade, complexity } = this.demo;
    this.script.do(
      this.cast.desk,
      'RegisterDispute',
      { ...this.data, ...(graded && { grade, complexity }) },
      registrationText(this.demo),
    );
  }

  private offer(leg: DemoLeg): void {
    const { script, cast } = this;
    script.afterWorkingMinutes(this.urgent ? 10 : 35);
    script.do(cast.desk, 'TransferDispute', { to: leg.to, role: 'lead', designated: false }, { reason: leg.reason });
  }

  private leg(leg: DemoLeg): void {
    this.offer(leg);
    this.answer(leg, true);
  }

  private answer(leg: DemoLeg, decided: boolean): void {
    const { script, cast } = this;
    if (script.dispute.status === 'handling') return;
    const transferId = `t${script.dispute.transfers.length}`;
    const handler = cast.of(leg.to);
    if (decided) script.afterWorkingMinutes(leg.answerAfterMinutes);
    if (leg.answer === 'accept') {
      script.do(handler, 'AcceptTransfer', { transferId });
      return;
    }
    const { returnReason, text, upheld, decision } = leg.answer;
    script.do(handler, 'ReturnTransfer', { transferId, reasonCode: returnReason }, { reason: text });
    if (!decided) return;
    script.afterWorkingMinutes(90);
    script.do(cast.desk, 'DecideReturn', { transferId, uphold: upheld }, { reason: decision });
    if (upheld) return;
    script.afterWorkingMinutes(leg.thenAcceptAfterMinutes ?? 60);
    script.do(handler, 'AcceptTransfer', { transferId });
  }

  private get holder(): CommandActor {
    const state = this.script.dispute;
    return this.cast.of(state.status === 'handling' || state.status === 'resolved' ? state.lead : DESK);
  }

  private handle(): void {
    const { script, demo } = this;
    script.afterWorkingMinutes(this.urgent ? 20 : 120);
    if (script.over) return;
    script.do(
      this.holder,
      'RecordContact',
      { parties: this.data.parties.map((party) => party.id), at: plusMillis(script.at, -5 * MINUTE) },
      { note: demo.contact },
    );
    if (demo.plan) this.plan();
    for (const note of demo.progress) {
      script.afterWorkingMinutes(this.urgent || demo.complexity === 'simple' ? 45 : 240);
      if (script.over) return;
      script.do(this.holder, 'ReportProgress', {}, { note });
    }
  }

  private plan(): void {
    this.script.afterWorkingMinutes(60);
    this.script.do(this.holder, 'MakePlan', {}, this.demo.plan);
  }

  private resolve(resolution: NonNullable<DemoDispute['resolution']>, at = false): void {
    const { script } = this;
    if (!at) {
      const accepted = script.dispute.transfers.find((each) => each.state === 'accepted' && each.role === 'lead')!;
      const target = new Script(
        script.id,
        script.state.rules,
        undefined as never,
        accepted.acceptedAt!,
        '9999-12-31T00:00:00.000Z',
      );
      script.moveTo(target.afterWorkingDays(resolution.afterWorkingDays).at);
    }
    const terms = resolution.terms ?? [];
    script.do(
      this.holder,
      'ResolveDispute',
      {
        outcome: resolution.outcome,
        terms: terms.map(({ dueAfterDays }) => ({
          ...(dueAfterDays && { dueAt: plusMillis(script.at, dueAfterDays * DAY) }),
        })),
      },
      { summary: resolution.summary, terms: terms.map((term) => term.text) },
    );
  }

  /** The terms that are due so far were kept; only the visits wait. */
  private keepTerms(): void {
    const { script } = this;
    const owed = script.dispute.obligations
      .filter((each) => each.kind === 'agreement-term')
      .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
    for (const { n, dueAt } of owed) {
      const moment = plusMillis(dueAt, -100 * MINUTE);
      if (isAfterEnd(script, moment)) return;
      script.do(this.holder, 'FulfilTerm', { n: n! }, { note: KEPT });
    }
  }

  /** Visits and terms in the order they fall due, until the dispute closes or its future begins. */
  private visit(atOnce = false): void {
    const { script, demo } = this;
    for (let made = 0; script.dispute.status === 'resolved';) {
      const owed = script.dispute.obligations
        .filter((each) => each.kind === 'return-visit' || each.kind === 'agreement-term')
        .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];
      if (!owed) return;
      const moment = plusMillis(owed.dueAt, -100 * MINUTE);
      if (!atOnce && millisOf(moment) >= millisOf(script.at) && isAfterEnd(script, moment)) return;
      if (!atOnce) script.moveTo(moment);
      if (owed.kind === 'agreement-term') {
        script.do(this.holder, 'FulfilTerm', { n: owed.n! }, { note: KEPT });
        continue;
      }
      const visit = demo.visits[Math.min(made, demo.visits.length - 1)]!;
      const outcome = made < demo.visits.length ? (visit.outcome ?? 'stable') : 'stable';
      made += 1;
      script.do(
        this.cast.visitor,
        'RecordVisit',
        { n: owed.n!, mode: owed.mode ?? 'phone', outcome, satisfied: visit.satisfied },
        { note: visit.note },
      );
      if (outcome !== 'relapsed') continue;
      if (demo.plan) this.plan();
      if (!demo.afterRelapse) return;
      this.resolve({ ...demo.afterRelapse.resolution });
    }
  }
}

function isAfterEnd(script: Script, moment: Instant): boolean {
  const before = script.at;
  const reached = script.moveTo(moment).at;
  if (reached === moment) return false;
  script.at = before;
  return true;
}

/** Working minutes until the desk has looked at a report. */
const TRIAGED_AFTER = { dispute: 25, linked: 40, discarded: 55 };

/** A report and what the desk made of it, decided by the core at their moments. */
function itemStory(item: DemoItem, index: number, tree: Tree, rules: Rules, now: Instant, ids: Map<string, string>) {
  const id = idOf(item.ref);
  const heardAt = item.heardAt ? parseInstant(item.heardAt)! : plusMillis(now, -(item.minutesAgo ?? 0) * MINUTE);
  const { becomes } = item;
  const account = tree.accounts.find((each) => each.name === item.reporter);
  const desk = castOf(tree).desk;
  const reporter: CommandActor = account
    ? { userId: account.id, departmentId: account.departmentId, roles: account.roles, superiorOf: [] }
    : desk;
  let state: Item = unreported(id, rules);
  const events: ItemEvent[] = [];
  const take = (command: Parameters<typeof decideItem>[0], at: Instant) => {
    for (const event of decideItem(command, state, at)) {
      state = evolveItem(state, event);
      events.push(event);
    }
  };
  const person = { key: `seed ${item.ref}`, bodyHmac: '' };
  return {
    id,
    play(key: TextKey) {
      const text = { text: item.text, ...(item.place && { place: item.place }), reporter: item.reporter };
      const data = {
        number: `X${heardAt.slice(2, 4)}-${String(index + 1).padStart(5, '0')}`,
        desk: DESK,
        superior: tree.departments.get(DESK)!.parentId!,
        feeder: item.feeder,
        village: item.village,
        dangerSigns: dangerSignsIn(item.text),
        heardAt,
      };
      take(
        { ...person, type: 'ReportItem', actor: reporter, receivedAt: heardAt, data, text: key.seal(text) },
        heardAt,
      );
      const fate = becomes && ('dispute' in becomes ? 'dispute' : 'linked' in becomes ? 'linked' : 'discarded');
      if (becomes && fate) {
        const minutes = { amount: TRIAGED_AFTER[fate] / 60, unit: 'workingHours' as const };
        const due = count(heardAt, minutes, clockOf(rules)).dueAt;
        const at = due < now ? due : now;
        const own = { key: `seed ${item.ref} triage`, bodyHmac: '', actor: desk, receivedAt: at };
        if ('dispute' in becomes) {
          take({ ...own, type: 'PromoteItem', data: { disputeId: ids.get(becomes.dispute)! } }, at);
        } else if ('linked' in becomes) {
          take({ ...own, type: 'LinkItem', data: { disputeId: ids.get(becomes.linked)! } }, at);
        } else take({ ...own, type: 'DiscardItem', data: {}, text: key.seal({ reason: becomes.discarded }) }, at);
      }
      take({ type: 'PassMoment', upTo: now }, now);
      return { state, events };
    },
  };
}
