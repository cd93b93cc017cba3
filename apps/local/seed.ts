import { Client, Connection } from '@temporalio/client';
import { lineOf, type TemporalSettings } from '#config/temporal.js';
import type { PassMoment } from '#domain/dispute/commands.js';
import type { CommandActor } from '#domain/people/actor.js';
import { firstRegion } from '#domain/people/regions.js';
import { dangerOf } from '#domain/item/danger.js';
import { ALARM } from '#domain/policy/alarm.js';
import { decideItem, evolveItem, unreported, type Item, type ItemCommand, type ItemEvent } from '#domain/item/item.js';
import { count } from '#domain/time/limit.js';
import { clockOf, type Rules } from '#domain/obligation/obligation.js';
import { MINUTE, civilDateAt, instantOf, parseInstant, plusMillis, type Instant } from '#domain/time/time.js';
import { openDatabase, PATIENT_TIMEOUTS } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';
import { Directory } from '#persistence/people/directory.js';
import type { Tree } from '#domain/people/tree.js';
import { EventStore } from '#persistence/record/event-store.js';
import { ReachReader, type CaseRef } from '#persistence/reading/reach.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { ItemStore } from '#persistence/record/item-store.js';
import { Vault } from '#persistence/vault/vault.js';
import { adopt } from './adopt.js';
import { DESK, Player, beginningOf, castOf, idOf, registration, type Registration } from './player.js';
import { Script, doorOf, type Door } from './script.js';
import { disputes, items } from './township/half-year.js';
import { present, presentItems } from './township/present.js';
import type { DemoDispute, DemoItem } from './township/shapes.js';

/**
 * The demo township: half a year of a rural police station, and a live present. Every dispute is a script of commands
 * that the core decided at their moments; the engine adopts what is still open.
 */
export interface SeedOptions {
  writerUrl: string;
  masterKeys: () => string;
  temporal: TemporalSettings;
  /** Its present; one that was cut off is finished as of the moment when it was begun. */
  now?: Instant;
}

/** Notices of the past were read long ago; those of the last days wait. */
const UNREAD_DAYS = 3;

/**
 * Makes what is not there yet: each dispute and each report is in the record whole or not at all, under an id that comes
 * from its name in the script, and with the same `now` all of it is the same.
 */
export async function seedTownship(options: SeedOptions): Promise<void> {
  const source = await openDatabase(options.writerUrl, PATIENT_TIMEOUTS, 4).initialize();
  const connection = await Connection.connect(lineOf(options.temporal));
  try {
    const vault = await Vault.open(source, options.masterKeys);
    const rulebook = new Rulebook(source);
    const directory = new Directory(source);
    const tree = await directory.load();
    const { policy, calendar } = await rulebook.current(firstRegion(tree));
    const rules = await rulebook.rules(policy.version, calendar.version);
    const now = options.now ?? instantOf(Date.now());
    const there = async (table: 'dispute' | 'item') =>
      new Set((await rows<{ id: string }>(source, `SELECT id FROM ${table}`)).map(({ id }) => id));
    const stories = [...pastStories(tree, rules, now), ...presentStories(tree, rules, now)].sort((a, b) =>
      a.registeredAt < b.registeredAt ? -1 : 1,
    );

    const store = new EventStore(source, vault, rulebook, directory);
    const ids = new Map(stories.map(({ demo }) => [demo.ref, idOf(demo.ref)]));
    const told = await there('dispute');
    for (const [index, story] of stories.entries()) {
      const id = ids.get(story.demo.ref)!;
      if (told.has(id)) continue;
      const script = new Script(id, rules, await doorOf(vault, source, id), story.registeredAt, now);
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
    }
    await source.query(`SELECT setval('dispute_number', $1)`, [stories.length]);

    const itemStore = new ItemStore(source, vault, rulebook, directory);
    const heard = await there('item');
    const reports = [...items, ...presentItems].map((item, index) => itemStory(item, index, tree, rules, now, ids));
    for (const report of reports) {
      if (heard.has(report.id)) continue;
      await itemStore.append(report.id, 0, report.play(await doorOf(vault, source, report.id)));
    }
    await source.query(`SELECT setval('item_number', $1)`, [reports.length]);
    await source.query(`UPDATE notice SET read_at = at WHERE at < now() - make_interval(days => $1)`, [UNREAD_DAYS]);

    const client = new Client({ connection, namespace: options.temporal.namespace });
    // As the record has them by now.
    const reach = new ReachReader(source, rulebook);
    const own: CaseRef[] = [
      ...[...ids.values()].map((id) => ({ kind: 'dispute' as const, id })),
      ...reports.map(({ id }) => ({ kind: 'item' as const, id })),
    ];
    for (const each of (await reach.of(own)).values()) {
      if (each.runs) await adopt(client, options.temporal.taskQueue, each, (await reach.state(each))!);
    }
  } finally {
    await connection.close();
    await source.destroy();
  }
}

interface Story {
  demo: DemoDispute;
  registeredAt: Instant;
  itemRef?: string;
  play(script: Script, data: Registration): void;
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

/** Working minutes until the desk has looked at a report. */
const TRIAGED_AFTER = { dispute: 25, linked: 40, discarded: 55 };

/** A report and what the desk made of it, decided by the core at their moments. */
function itemStory(item: DemoItem, index: number, tree: Tree, rules: Rules, now: Instant, ids: Map<string, string>) {
  const id = idOf(item.ref);
  const heardAt = item.heardAt ? parseInstant(item.heardAt)! : plusMillis(now, -(item.minutesAgo ?? 0) * MINUTE);
  const { becomes } = item;
  const account = tree.accounts.find((each) => each.name === item.reporter);
  const desk = castOf(tree).desk;
  const reporter: CommandActor = account ? tree.actorOf(account) : desk;
  let state: Item = unreported(id, rules);
  const events: ItemEvent[] = [];
  const take = (command: ItemCommand | PassMoment, at: Instant) => {
    const told = decideItem(command, state, at);
    state = told.reduce(evolveItem, state);
    events.push(...told);
  };
  const person = { key: `seed ${item.ref}`, bodyHmac: '' };
  return {
    id,
    play(door: Door) {
      const text = { text: item.text, ...(item.place && { place: item.place }), reporter: item.reporter };
      const data = {
        number: `X${heardAt.slice(2, 4)}-${String(index + 1).padStart(5, '0')}`,
        desk: DESK,
        superior: tree.departments.get(DESK)!.parentId!,
        feeder: item.feeder,
        village: item.village,
        ...dangerOf(item.text, ALARM),
        heardAt,
      };
      const asked = (command: ItemCommand, at: Instant) => take(door.sign(command), at);
      asked(
        { ...person, type: 'ReportItem', actor: reporter, receivedAt: heardAt, data, text: door.seal(text) },
        heardAt,
      );
      const fate = becomes && ('dispute' in becomes ? 'dispute' : 'linked' in becomes ? 'linked' : 'discarded');
      if (becomes && fate) {
        const minutes = { amount: TRIAGED_AFTER[fate] / 60, unit: 'workingHours' as const };
        const due = count(heardAt, minutes, clockOf(rules)).dueAt;
        const at = due < now ? due : now;
        const own = { key: `seed ${item.ref} triage`, bodyHmac: '', actor: desk, receivedAt: at };
        if ('dispute' in becomes) {
          asked({ ...own, type: 'PromoteItem', data: { disputeId: ids.get(becomes.dispute)! } }, at);
        } else if ('linked' in becomes) {
          asked({ ...own, type: 'LinkItem', data: { disputeId: ids.get(becomes.linked)! } }, at);
        } else asked({ ...own, type: 'DiscardItem', data: {}, text: door.seal({ reason: becomes.discarded }) }, at);
      }
      take({ type: 'PassMoment', upTo: now }, now);
      return events;
    },
  };
}
