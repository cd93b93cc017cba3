import { createHash } from 'node:crypto';
import type { CommandData } from '#domain/dispute/commands.js';
import type { CommandActor } from '#domain/people/actor.js';
import { clockOf } from '#domain/obligation/obligation.js';
import { DAY, MINUTE, millisOf, plusMillis, type Instant } from '#domain/time/time.js';
import type { Category } from '#domain/words.js';
import type { Tree } from '#domain/people/tree.js';
import { Script, workingDaysAgo, type Cast } from './script.js';
import type { DemoDispute, DemoLeg, DemoPresent } from './township/shapes.js';

/** Plays what a township's dispute is made of, a few words and numbers, as the commands of those who act in it. */

export const DESK = 'police';
const ELSEWHERE = '所内没有两名未参与办理的人员，由综治中心另派两人上门。';
const KEPT = '已按约定履行，双方签字确认。';

/** Stable ids: the same township on every machine. */
export function idOf(ref: string): string {
  const hex = createHash('sha256').update(`demo township ${ref}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function castOf(tree: Tree): Cast {
  const actor = (userId: string): CommandActor => tree.actorOf(tree.accounts.find((each) => each.id === userId)!);
  return {
    desk: actor('desk'),
    visitor: actor('visitor'),
    supervisor: actor('supervisor'),
    of: (departmentId) => actor(departmentId === DESK ? 'desk' : departmentId),
  };
}

export type Registration = CommandData['RegisterDispute'];

export function registration(demo: DemoDispute, itemRef: string | undefined) {
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

/** When a dispute of the present began, so that it stands where its stage says now. */
export function beginningOf(demo: DemoPresent, now: Instant, clock: ReturnType<typeof clockOf>): Instant {
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
export class Player {
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

  /** Who went along says so; where the visit was drawn, the centre calls and hears the same. */
  private afterVisit(n: number): void {
    const { script, cast } = this;
    const owes = (kind: 'return-visit' | 'spot-check') =>
      script.dispute.obligations.some((each) => each.kind === kind && each.n === n);
    if (owes('return-visit')) script.do(cast.desk, 'ConfirmVisit', { n });
    if (!owes('spot-check')) return;
    script.afterWorkingMinutes(90);
    script.do(
      cast.supervisor,
      'CheckVisit',
      { n, result: 'confirmed' },
      { note: '电话抽查，双方所述与回访记录一致。' },
    );
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
      // Two who had no part in it are asked for; of the station's few one handled its own cases.
      if (owed.mode === 'in-person-pair' && this.holder.departmentId === DESK) {
        script.do(this.cast.supervisor, 'WaiveVisit', { n: owed.n! }, { reason: ELSEWHERE });
        continue;
      }
      const visit = demo.visits[Math.min(made, demo.visits.length - 1)]!;
      const outcome = made < demo.visits.length ? (visit.outcome ?? 'stable') : 'stable';
      made += 1;
      script.do(
        this.cast.visitor,
        'RecordVisit',
        {
          n: owed.n!,
          mode: owed.mode ?? 'phone',
          outcome,
          parties: this.data.parties.map(({ id }) => ({ partyId: id, satisfied: visit.satisfied })),
          ...(owed.mode === 'in-person-pair' && { with: this.cast.desk }),
        },
        { note: visit.note },
      );
      this.afterVisit(owed.n!);
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
