import type { CommandOf, PersonCommand } from '../dispute/commands.js';
import { decide } from '../dispute/decide.js';
import { evolve } from '../dispute/evolve.js';
import { extendedBy } from '../dispute/may/more-time.js';
import { isRegistered, type DisputeState, type Registered } from '../dispute/state.js';
import { earliestOf } from '../obligation/earliest.js';
import type { Holder, Obligation } from '../obligation/obligation.js';
import type { Instant } from '../time/time.js';
import type { Grade, ObligationKind, VisitMode } from '../words.js';

interface ForeseenOwed {
  kind: ObligationKind;
  n?: number;
  departmentId: string;
}

/** A clock that would begin. */
export interface ForeseenClock extends ForeseenOwed {
  role: Holder['role'];
  dueAt: Instant;
  provisional: boolean;
  /** Of a visit: how it has to be made, and from when on it counts. */
  mode?: VisitMode;
  earliest?: Instant;
}

/** A date that would be another one; the same date where only its clock runs on. */
export interface ForeseenMove extends ForeseenOwed {
  from: Instant;
  to: Instant;
}

/** What a command would do to what is owed, before it is sent; each list by its dates. */
export interface Foreseen {
  status: Registered['status'];
  grade: Grade | null;
  begins: ForeseenClock[];
  moves: ForeseenMove[];
  /** Clocks that would stand still. */
  stands: ForeseenOwed[];
  /** Of a request for more time: the date that a yes would give. */
  granted: ForeseenMove | null;
  /** What would not be owed any more, whether it was met or its cause went away. */
  ends: ForeseenOwed[];
}

/**
 * Found by deciding it, so that what is foreseen is what comes. What is drawn for a check is not: nobody knows it before.
 *
 * @throws DomainError as `decide`
 */
export function foreseen(command: PersonCommand, state: Registered, now: Instant): Foreseen {
  const after = decide(command, state, now).reduce<DisputeState>(evolve, state);
  if (!isRegistered(after)) throw new Error('a case that was registered stays so');
  const known = new Map(state.obligations.map((each) => [each.id, each]));
  const open = new Set(after.obligations.map(({ id }) => id));
  const stoodStill = ({ id }: Obligation) => known.get(id)!.state === 'paused';
  const standsStill = ({ state }: Obligation) => state === 'paused';
  const kept = byDate(after.obligations).filter(({ id }) => known.has(id));
  return {
    status: after.status,
    grade: after.grade,
    begins: byDate(after.obligations)
      .filter(({ id, kind }) => !known.has(id) && kind !== 'spot-check')
      .map((each) => begun(each, after)),
    moves: kept
      .filter((each) => each.dueAt !== known.get(each.id)!.dueAt || (stoodStill(each) && !standsStill(each)))
      .map((each) => ({ ...named(each), from: known.get(each.id)!.dueAt, to: each.dueAt })),
    stands: kept.filter((each) => standsStill(each) && !stoodStill(each)).map(named),
    granted: command.type === 'AskExtension' ? ifGranted(state, command.data) : null,
    ends: byDate(state.obligations)
      .filter(({ id }) => !open.has(id))
      .map(named),
  };
}

function ifGranted(state: Registered, { obligationId, by }: CommandOf<'AskExtension'>['data']): ForeseenMove | null {
  const asked = state.obligations.find(({ id }) => id === obligationId);
  return asked ? { ...named(asked), from: asked.dueAt, to: extendedBy(state, asked, by) } : null;
}

const byDate = (owed: readonly Obligation[]) => [...owed].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));

const named = ({ kind, n, holder }: Obligation): ForeseenOwed => ({
  kind,
  ...(n !== undefined && { n }),
  departmentId: holder.departmentId,
});

function begun(owed: Obligation, { rules }: Registered): ForeseenClock {
  const { mode, holder, dueAt, provisional } = owed;
  return {
    ...named(owed),
    role: holder.role,
    dueAt,
    provisional,
    ...(mode && { mode }),
    ...(owed.kind === 'return-visit' && { earliest: earliestOf(owed, rules) }),
  };
}
