import { CORE } from './editions.js';
import type { DisputeEvent } from './events.js';
import { evolve } from './evolve.js';
import { project } from './project.js';
import type { DisputeRow } from './row.js';
import { isRegistered, unregistered, type DisputeState, type Registered } from './state.js';
import type { OpenedEvent } from './text.js';
import type { Rules } from '../obligation/obligation.js';

/** A dispute up to an entry of its record: what rules read of it, and what people read. */
export interface History {
  state: DisputeState;
  /** Null before its registration. */
  row: DisputeRow | null;
}

/** What a record begins from. */
export function nothing(id: string, rules: Rules, core = CORE): History {
  return { state: { ...unregistered(id, rules), core }, row: null };
}

/**
 * The dispute after one more entry: the one way in which states and rows come to be, in the record, in a rebuild and
 * where somebody looks back.
 *
 * @param opened the same event, its text readable
 * @throws Error where something else than a registration begins the record
 */
export function after(
  { state: before, row }: History,
  event: DisputeEvent,
  opened: OpenedEvent,
): { state: Registered; row: DisputeRow } {
  const state = evolve(before, event);
  if (!isRegistered(state)) throw new Error(`dispute ${state.id} begins with ${event.type}`);
  return { state, row: project(row, opened, state) };
}

/** The dispute after these entries. */
export function told(before: History, events: DisputeEvent[], open: (event: DisputeEvent) => OpenedEvent): History {
  return events.reduce<History>((history, event) => after(history, event, open(event)), before);
}
