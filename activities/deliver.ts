import { setTimeout as sleep } from 'node:timers/promises';
import { deliveryAt, leavesAtOnce } from '#domain/telling/delivery-times.js';
import { clockOf } from '#domain/obligation/obligation.js';
import { regionOf } from '#domain/people/regions.js';
import type { Clock } from '#domain/time/limit.js';
import { instantOf, plusMillis, SECOND } from '#domain/time/time.js';
import {
  claim,
  contentsOf,
  disableChannel,
  gather,
  markDropped,
  markFailed,
  markSent,
  plan,
  queueLeft,
  unplanned,
  type ChannelKind,
  type Claimed,
} from '#persistence/delivery/delivery-store.js';
import { markReached } from '#persistence/delivery/confirmation-store.js';
import type { Db } from '#persistence/database/database.js';
import type { Directory } from '#persistence/people/directory.js';
import type { Rulebook } from '#persistence/rules/rulebook.js';
import { maySee, messageOf } from './channels/message.js';
import { ROBOT_LIMITS } from './channels/robots.js';
import type { MailSender, Sender } from './channels/senders.js';
import { sendCodes } from './confirm.js';

/** Minutes after the first, the second, … failure; a day in all. Then it is up to a person. */
const BACK_OFF_MINUTES = [1, 5, 15, 60, 180, 360, 720];
/** One message a channel in so many minutes, apart from what leaves at once. */
const DISTANCE_MINUTES = 30;
/** A sender that has not come back by then is dead; longer than any sender waits. */
const LEASE_SECONDS = 120;
const PLANNED_AT_ONCE = 500;
const SENT_AT_ONCE = 8;
/** Whoever may speak so often in less than a minute is waited for: the next run is a minute away. */
const REST_SECONDS = Object.fromEntries(
  ROBOT_LIMITS.filter((each) => each.seconds < 60).map((each) => [each.kind, each.seconds]),
);

export interface Delivered {
  sent: number;
  failed: number;
  dropped: number;
}

/**
 * Brings queued notices to people, at least once, with a stable id. Not `record`: what is outside may hang, refuse or take
 * a message and die before it says so, and none of that may touch a dispute.
 */
export type DeliverActivity = () => Promise<Delivered>;

export interface DeliverDeps {
  source: Db;
  rulebook: Rulebook;
  directory: Directory;
  publicUrl: string;
  senders: Record<ChannelKind, Sender> & { email: MailSender };
  /** Opens what is sealed with the installation's own key. */
  open: (sealed: string) => string;
  /** A confirmation code as it is kept. */
  hashOf: (channelId: string, code: string) => string;
  /** Milliseconds since 1970. */
  clock?: () => number;
  pause?: (millis: number) => Promise<unknown>;
  /** Called between messages, so that whoever waits knows that it lives. */
  alive?: () => void;
}

/**
 * Each run plans what is new and sends what is due, until nothing is; a failure is tried again for a day, by its own
 * date.
 *
 * @returns how many messages each way, `dropped` being those that nobody may see any more
 * @throws whatever the database throws; what a sender meets is written down, and never thrown
 */
export function createDeliver(deps: DeliverDeps): DeliverActivity {
  const {
    source,
    rulebook,
    directory,
    publicUrl,
    senders,
    open,
    hashOf,
    clock = Date.now,
    pause = sleep,
    alive,
  } = deps;

  async function planAll(): Promise<void> {
    await queueLeft(source);
    const tree = await directory.load();
    const usual = new Map<string, Clock>();
    /** People are told in the hours of their own department, where it has some, else in those of their region. */
    const clockAt = (departmentId: string) => {
      const workingTime = tree.hoursOf(departmentId);
      const theirs = usual.get(regionOf(departmentId, tree))!;
      return workingTime ? { ...theirs, workingTime } : theirs;
    };
    for (;;) {
      const items = await unplanned(source, PLANNED_AT_ONCE);
      if (items.length === 0) return;
      for (const region of new Set(items.map((each) => regionOf(each.departmentId, tree)))) {
        if (!usual.has(region)) usual.set(region, await clockIn(region));
      }
      await plan(
        source,
        items.map((each) => {
          const { at, quietFrom: from, quietTo: to, departmentId } = each;
          const notice = { ...each, at: instantOf(at.getTime()) };
          const dueAt = deliveryAt(notice, from && to ? { from, to } : null, clockAt(departmentId));
          return { ...each, dueAt, urgent: leavesAtOnce(notice) };
        }),
      );
    }
  }

  async function clockIn(region: string): Promise<Clock> {
    const { policy, calendar } = await rulebook.current(region);
    return clockOf(await rulebook.rules(policy.version, calendar.version));
  }

  async function send(delivery: Claimed): Promise<keyof Delivered> {
    const tree = await directory.load();
    const account = tree.accounts.find((each) => each.id === delivery.accountId);
    const contents = await contentsOf(source, delivery.id);
    const visible = account ? contents.filter((each) => maySee(account, tree, each)) : [];
    if (!account || visible.length === 0) {
      await markDropped(source, delivery.id, { fault: 'not-visible', why: 'the person may not see it any more' });
      return 'dropped';
    }
    const { policy } = await rulebook.current(regionOf(account.departmentId, tree));
    const { zone } = policy.document.workingTime;
    const message = messageOf(visible, account, { tree, zone, publicUrl });
    const tried = await senders[delivery.kind](delivery, open(delivery.address), message);
    const now = instantOf(clock());
    if (tried.state === 'sent') {
      await markSent(source, delivery.id, now);
      await markReached(source, delivery.channelId);
      return 'sent';
    }
    const minutes = BACK_OFF_MINUTES[delivery.attempts - 1];
    const again = tried.state === 'later' && minutes !== undefined;
    const wait = again ? Math.max(minutes * 60, tried.afterSeconds ?? 0) : 0;
    await markFailed(source, delivery.id, tried, again ? plusMillis(now, wait * SECOND) : null);
    if (tried.state === 'never' && tried.gone) await disableChannel(source, delivery.channelId, tried.why);
    return 'failed';
  }

  return async () => {
    const done: Delivered = { sent: 0, failed: 0, dropped: 0 };
    await sendCodes({ source, publicUrl, senders, open, hashOf, clock });
    await planAll();
    await gather(source, instantOf(clock()), DISTANCE_MINUTES);
    for (;;) {
      const claimed = await claim(source, instantOf(clock()), LEASE_SECONDS, SENT_AT_ONCE, ROBOT_LIMITS);
      if (claimed.length === 0) return done;
      // Several at once: one that hangs holds up a few, not all.
      await Promise.all(
        claimed.map(async (each) => {
          const result = await send(each);
          done[result] += 1;
          alive?.();
        }),
      );
      const rest = Math.max(...claimed.map(({ kind }) => REST_SECONDS[kind] ?? 0));
      if (rest > 0) await pause(rest * SECOND + 50);
    }
  };
}
