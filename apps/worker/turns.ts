/** What the main thread and the workflow threads of a worker share: of each thread its id, and a count that is odd while it is at work. */

/** Under this name every thread finds it: first how many threads there are, then two numbers of each. */
export const TURNS = 'turns of workflow threads';
export const THREADS_KEPT = 16;
export const TURNS_BYTES = 4 * (1 + 2 * THREADS_KEPT);
/** @param nth from 0 */
export const placeOf = (nth: number) => ({ thread: 1 + 2 * nth, turn: 2 + 2 * nth });
/** Where the main thread says that it stopped a thread. */
export const STOPPED_CHANNEL = 'a workflow thread was stopped';
