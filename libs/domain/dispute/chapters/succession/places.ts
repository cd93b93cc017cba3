import type { Holder } from '../../../obligation/obligation.js';
import { departmentsOn, type Meeting, type Registered, type Resolution, type Transfer } from '../../state.js';

/**
 * Wherever a case names a department that has something on it now: what was and is over keeps the name of its time. Two
 * that become one keep each its own part, an assist beside the lead: every piece is still answered by itself.
 */

type Rename = (departmentId: string) => string;

/** The same state with one department in place of another. */
export function succeeded(state: Registered, now: Rename): Registered {
  const holder = <H extends Holder>(each: H): H => ({ ...each, departmentId: now(each.departmentId) });
  const common = {
    desk: now(state.desk),
    superior: now(state.superior),
    transfers: state.transfers.map((each) =>
      each.state === 'offered' || each.state === 'accepted' ? transferOf(each, now) : each,
    ),
    obligations: state.obligations.map((each) => ({ ...each, holder: holder(each.holder) })),
    extensions: state.extensions.map((each) => ({ ...each, decider: holder(each.decider) })),
    orders: state.orders.map((each) => ({ ...each, departmentId: now(each.departmentId) })),
    meetings: state.meetings.map((each) => meetingOf(each, now)),
    assigned: assignedOf(state.assigned, now),
    returns: { ...state.returns, byDepartment: countsOf(state.returns.byDepartment, now) },
    notUpheld: state.notUpheld.map((each) => ({ ...each, departmentId: now(each.departmentId) })),
    ...(state.handlers && {
      handlers: state.handlers.map((each) => ({ ...each, departmentId: now(each.departmentId) })),
    }),
  };
  const lead = 'lead' in state && { lead: now(state.lead) };
  const resolution = 'resolution' in state && { resolution: resolutionOf(state.resolution, now) };
  return { ...state, ...common, ...lead, ...resolution } as Registered;
}

/** Whether it has something on the case now, so that somebody must go on with it. */
export function hasPartOf(state: Registered, departmentId: string): boolean {
  const resolved = 'resolution' in state ? [state.resolution.departmentId, ...secondsOf(state.resolution)] : [];
  const parts = [
    ...departmentsOn(state),
    state.superior,
    ...state.obligations.map((each) => each.holder.departmentId),
    ...state.extensions.map((each) => each.decider.departmentId),
    ...Object.keys(state.assigned).map((each) => each.split(':')[0]!),
    ...resolved,
  ];
  return parts.includes(departmentId);
}

/**
 * Who has what a department had on the case, as far as that has gone over.
 *
 * @param successors those that go on in its place, one after the other
 */
export function wentOverTo(state: Registered, departmentId: string, successors: readonly string[]): string | undefined {
  return hasPartOf(state, departmentId) ? undefined : successors.findLast((each) => hasPartOf(state, each));
}

/** Of visits that one of a pair has still to confirm. */
const secondsOf = ({ visits }: Resolution): string[] =>
  visits.flatMap((each) => (each.state === 'unconfirmed' && each.with ? [each.with.departmentId] : []));

function transferOf(transfer: Transfer, now: Rename): Transfer {
  const { to, formerly = [] } = transfer;
  return now(to) === to ? transfer : { ...transfer, to: now(to), formerly: [...formerly, to] };
}

function meetingOf(meeting: Meeting, now: Rename): Meeting {
  return {
    ...meeting,
    departments: [...new Set(meeting.departments.map(now))],
    decisions: meeting.decisions.map((each) => ({ ...each, departmentId: now(each.departmentId) })),
  };
}

/** Whoever the successor itself named for a role stays named. */
function assignedOf(assigned: Record<string, string>, now: Rename): Record<string, string> {
  const renamed = Object.entries(assigned).map(([place, userId]) => {
    const [departmentId, role] = place.split(':') as [string, string];
    return [`${now(departmentId)}:${role}`, userId] as const;
  });
  const own = Object.entries(assigned).filter(([place]) => now(place.split(':')[0]!) === place.split(':')[0]);
  return Object.fromEntries([...renamed, ...own]);
}

function countsOf(counts: Record<string, number>, now: Rename): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [id, count] of Object.entries(counts)) sums.set(now(id), (sums.get(now(id)) ?? 0) + count);
  return Object.fromEntries(sums);
}

function resolutionOf(resolution: Resolution, now: Rename): Resolution {
  return {
    ...resolution,
    departmentId: now(resolution.departmentId),
    visits: resolution.visits.map((each) =>
      each.with && each.state === 'unconfirmed'
        ? { ...each, with: { ...each.with, departmentId: now(each.with.departmentId) } }
        : each,
    ),
  };
}
