import { can } from '#domain/dispute/decide.js';
import { dueFirst, handlerOf, heldSince } from '#domain/reading/holding.js';
import { nextStep, suggest } from '#domain/reading/next-step.js';
import { remainingOf } from '#domain/reading/remaining.js';
import { moreTimes } from '#domain/dispute/may/more-time.js';
import { mediationStop } from '#domain/dispute/may/situations.js';
import { clockOf, lateAt } from '#domain/obligation/obligation.js';
import type { PolicyDocument } from '#domain/policy/document.js';
import { type DisputeRow, type ObligationRow, type VisitRow } from '#domain/dispute/row.js';
import { wayOf } from '#domain/reading/circle.js';
import { isBeingReturned, obligationStateAt, visitStateAt } from '#domain/reading/standing.js';
import { instantOf, type Instant } from '#domain/time/time.js';
import type { FoundDispute } from '#persistence/reading/dispute-reader.js';
import type {
  AttachmentView,
  DisputeInWork,
  DisputeSummary,
  DisputeView,
  ObligationView,
  VisitView,
} from './answers.js';
import type { Actor } from '../http/actor.js';
import { partiesFor } from './masking.js';
import { nameOf, orNull, type Seen } from './other-cases.js';

/** What the API shows of a row (api.md, "DisputeView"). No rule lives here: the core answers, this arranges. */

export function nowOf(row: Pick<DisputeRow, 'aheadMs'>): Instant {
  return instantOf(Date.now() + row.aheadMs);
}

export function obligationView(obligation: ObligationRow, now: Instant): ObligationView {
  const { id, kind, n, subjectId, holder, openedAt, limit, dueAt, lateAfter, provisional, metAt, lateSince, steps } =
    obligation;
  const { pauses } = obligation.terms;
  const state = obligationStateAt(obligation, now);
  return {
    id,
    kind,
    ...(n !== undefined && { n }),
    ...(subjectId !== undefined && { subjectId }),
    holder,
    openedAt,
    limit,
    pauses: pauses.map(({ from, until }) => ({ from, until })),
    dueAt,
    ...(lateAfter && { lateAfter }),
    provisional,
    state,
    metAt,
    urgedAt: obligation.urgedAt ?? null,
    lateSince: lateSince ?? (state === 'late' ? lateAt(obligation) : null),
    // A rung whose condition did not hold passed without reaching anybody: it did not fire.
    steps: steps.map(({ at, do: action, to, firedAt, skipped }) => ({
      at,
      do: action,
      to,
      firedAt: skipped ? null : firedAt,
      ...(skipped && { skipped }),
    })),
  };
}

/** An offer that was given back is `returned` while the desk decides; not upheld, it is `offered` again (domain.md §3). */
function transferView(row: DisputeRow['transfers'][number]) {
  const { upheld, returnReason, bySilence = false, ...transfer } = row;
  return {
    ...transfer,
    bySilence,
    ...(isBeingReturned(row) && { state: 'returned' as const }),
    returnReason: returnReason && returnReason.code,
    return: returnReason && { ...returnReason, upheld },
  };
}

export function disputeSummary(row: DisputeRow, now: Instant): DisputeSummary {
  const open = row.obligations.filter((each) => each.endedAt === null);
  const states = open.map((each) => obligationStateAt(each, now));
  const offered = row.transfers.filter(({ state }) => state === 'offered');
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    category: row.category,
    grade: row.grade,
    complexity: row.complexity,
    status: row.status,
    desk: row.desk,
    holder: row.holder,
    assistants: row.assistants,
    offeredTo: offered.filter((each) => !isBeingReturned(each)).map(({ to }) => to),
    returnedBy: offered.filter(isBeingReturned).map(({ to }) => to),
    place: row.place,
    policyVersion: row.policyVersion,
    calendarVersion: row.calendarVersion,
    seq: row.seq,
    rehearsal: row.rehearsal,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    closedAt: row.closedAt,
    now,
    handOffs: wayOf(row).length,
    nextDueAt: open.reduce<Instant | null>(
      (least, each) => (least === null || each.dueAt < least ? each.dueAt : least),
      null,
    ),
    late: states.filter((state) => state === 'late').length,
    urgedAt: open.reduce<Instant | null>((last, { urgedAt = null }) => laterOf(last, urgedAt), null),
    orderDueAt: orderDueAt(row),
    repeats: row.repeats.map(() => null),
    hold: row.hold ?? null,
    erased: row.erased ?? null,
  };
}

/** A visit as it stands at a moment of its case. */
export function visitView(visit: VisitRow, now: Instant, zone: string): VisitView {
  const { earliest = null, departmentId = null, confirmedAt = null, parties = [], check = null } = visit;
  const later = { earliest, by: visit.visitor, departmentId, with: visit.with ?? null, confirmedAt, parties, check };
  return { ...visit, ...later, state: visitStateAt(visit, now, zone) };
}

function resolutionView({ resolution }: DisputeRow, seen: Seen): DisputeView['resolution'] {
  if (resolution?.into === undefined) return resolution;
  return { ...resolution, into: orNull(resolution.into, seen) };
}

/** Who looks at a case, by its own clock, which of the cases that it names they may see, and where anybody could answer. */
interface Look {
  actor: Actor;
  now: Instant;
  seen: Seen;
  /** The number of the case that goes on in its place. */
  into: string | null;
  /** Files of those that were merged into it. */
  taken: AttachmentView[];
  isStaffed: (departmentId: string) => boolean;
}

/** @param routing of the policy that the case was entered under: what it suggests before anybody handles it */
export function disputeView(
  { row, state }: FoundDispute,
  routing: PolicyDocument['routing'],
  { actor, now, seen, into, taken, isStaffed }: Look,
): DisputeView {
  const zone = state.rules.policy.workingTime.zone;
  return {
    ...disputeSummary(row, now),
    repeats: row.repeats.map((id) => orNull(id, seen)),
    repeatNumbers: row.repeats.map((id) => seen.get(id) ?? null),
    apart: (row.apart ?? []).map((each) => ({ ...each, id: orNull(each.id, seen), number: seen.get(each.id) ?? null })),
    narrative: row.narrative,
    dangerSigns: row.dangerSigns,
    source: row.source,
    occurredAt: row.occurredAt,
    externalNumber: row.ledger?.externalNumber ?? row.externalNumber ?? null,
    people: row.people ?? null,
    amount: row.amount ?? null,
    adopted: row.ledger && row.adoptedAt ? { from: row.ledger.source, at: row.adoptedAt } : null,
    parties: partiesFor(row, actor.departmentId),
    transfers: row.transfers.map(transferView),
    obligations: row.obligations.map((each) => obligationView(each, now)),
    visits: row.visits.map((visit) => visitView(visit, now, zone)),
    plan: row.plan,
    extensions: row.extensions,
    suspensions: row.suspensions,
    tracks: row.tracks,
    supervisions: row.supervisions,
    meetings: row.meetings,
    consents: row.consents,
    heldSince: heldSince(row),
    handler: handlerOf(state),
    dueFirst: dueFirst(state)?.id ?? null,
    remaining: Object.fromEntries(
      row.obligations
        .filter((each) => each.endedAt === null && each.state !== 'paused')
        .map((each) => [each.id, remainingOf(each, now, clockOf(state.rules))]),
    ),
    mediationStopAt: mediationStop(state),
    moreTime: moreTimes(state),
    attachments: [...(row.attachments ?? []), ...taken],
    mergedFrom: (row.mergedFrom ?? []).map(({ at, parties, ...other }) => ({ ...nameOf(other, seen), at, parties })),
    mergedInto: into === null ? null : nameOf({ id: row.resolution!.into!, number: into }, seen),
    resolution: resolutionView(row, seen),
    closures: row.closures,
    suggestion:
      state.status === 'entered' || state.status === 'circulating'
        ? suggest(
            routing,
            {
              category: row.category,
              village: row.place.village,
              dangerSigns: row.dangerSigns,
              transfers: row.transfers,
            },
            isStaffed,
          )
        : null,
    nextStep: nextStep(state, actor, now),
    can: can(state, actor, now),
  };
}

export function disputeInWork(row: DisputeRow): DisputeInWork {
  const { id, number, title, category, grade, status, place } = row;
  return { id, number, title, category, grade, status, place, orderDueAt: orderDueAt(row) };
}

function orderDueAt({ supervisions }: DisputeRow): Instant | null {
  const open = supervisions.filter((each) => each.state === 'open' && each.dueAt !== null);
  return open.reduce<Instant | null>((least, { dueAt }) => (least !== null && least < dueAt! ? least : dueAt), null);
}

function laterOf(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || (b !== null && b > a) ? b : a;
}
