import type { VisitView } from '../contract.js';

/** When it was made; a visit that is owed, also after tries that reached nobody, stands at its own day. */
export function visitMoment({ state, visitedAt, dueAt }: Pick<VisitView, 'state' | 'visitedAt' | 'dueAt'>): string {
  return state === 'done' && visitedAt ? visitedAt : dueAt;
}

/** Whether what is found out now would tell nothing yet. */
export function isTooEarly({ earliest }: Pick<VisitView, 'earliest'>, now: string): boolean {
  return earliest !== null && now < earliest;
}
