import { useSyncExternalStore } from 'react';
import type { AnyQuestion, PathOf, ProblemBody } from './api.js';
import { recall, remember } from './memory.js';

/** What was handed in while nobody answered: kept over a closed form, another page and a new start of the browser. */
export interface Unsent {
  key: string;
  path: PathOf<'post'>;
  question: AnyQuestion;
  /** What it is, for eyes. */
  says: string;
  /** Where it was typed, to be forgotten with it. */
  draft?: string;
  /** Why it was refused when it went out at last; it is not sent again by itself. */
  problem?: ProblemBody;
}

// Goes with the drafts when another person takes the place.
const KEPT = 'draft.outbox';

function kept(): Unsent[] {
  try {
    return JSON.parse(recall(KEPT) ?? '[]') as Unsent[];
  } catch {
    return [];
  }
}

let all: readonly Unsent[] = kept();
let waiting = all;
/** Those whose own form is still open: it sends them. */
const held = new Set<string>();
const listeners = new Set<() => void>();

function set(next: readonly Unsent[]): void {
  all = next;
  waiting = all.filter(({ key }) => !held.has(key));
  remember(KEPT, all.length > 0 ? JSON.stringify(all) : null);
  for (const each of listeners) each();
}

/** The form that waits for the line keeps it here, so that it is not lost with the form. */
export function hold(unsent: Unsent): void {
  held.add(unsent.key);
  set([...all.filter(({ key }) => key !== unsent.key), unsent]);
}

/** The form is gone: from now on it goes out by itself. */
export function release(key: string): void {
  if (held.delete(key)) set(all);
}

export function drop(key: string): void {
  held.delete(key);
  if (all.some((each) => each.key === key)) set(all.filter((each) => each.key !== key));
}

export function refuse(key: string, problem: ProblemBody): void {
  set(all.map((each) => (each.key === key ? { ...each, problem } : each)));
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** What waits without a form, oldest first. */
export const useUnsent = () => useSyncExternalStore(subscribe, () => waiting);
export const unsentCount = () => all.length;
