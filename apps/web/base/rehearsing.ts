import { recall, remember } from './memory.js';

/**
 * Training is like the real thing: while it is on, every list of work shows rehearsals and nothing else. Page by page the
 * console is the same; what a list asks for is said in one place (`api.ts`).
 */
const KEPT = 'rehearsing';

export const isRehearsing = (): boolean => recall(KEPT) !== null;

/** Begins anew: nothing that was asked for before stays on the screen. */
export function rehearse(on: boolean): void {
  remember(KEPT, on ? 'true' : null);
  location.assign('/');
}

/** Who comes next begins with real cases. */
export const rehearseNoMore = () => remember(KEPT, null);

/** The lists that have rehearsals apart. */
const APART: readonly string[] = [
  '/inbox',
  '/inbox/counts',
  '/board',
  '/board/owed',
  '/board/bouncing',
  '/visits',
  '/notices',
  '/notices/count',
  '/disputes',
  '/statistics',
  '/statistics/counted',
];
export const isApart = (method: string, path: string) => method === 'get' && APART.includes(path) && isRehearsing();
