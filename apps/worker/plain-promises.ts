import v8 from 'node:v8';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded with `--import` before the worker, and so in every thread of it. The SDK writes down the stack of each promise
 * that a workflow makes, for the query `__stack_trace` alone: a tenth of the worker's CPU (docs/performance.md). It has
 * no switch for that, but does without where the runtime has no such hooks; here they are there and hear nothing. What
 * a workflow waits for is in its history, and a fault keeps its own stack.
 */
const promiseHooks = { ...v8.promiseHooks, createHook: () => () => undefined };
if (!isMainThread) Object.assign(v8, { promiseHooks });
