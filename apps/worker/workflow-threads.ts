import v8 from 'node:v8';
import vm from 'node:vm';
import {
  BroadcastChannel,
  getEnvironmentData,
  isMainThread,
  parentPort,
  setEnvironmentData,
  threadId,
  type MessagePort,
} from 'node:worker_threads';
import { STOPPED_CHANNEL, THREADS_KEPT, TURNS, TURNS_BYTES, placeOf } from './turns.js';

/**
 * Loaded with `--import` before the worker, and so in every thread of it. Two things that the SDK does in its workflow
 * threads cost a life more than they give, and it has no switch for either (docs/performance.md):
 *
 * - It writes down the stack of each promise that a workflow makes, for the query `__stack_trace` alone: a tenth of the
 *   worker's CPU. It does without where the runtime has no such hooks; here they are there and hear nothing. What a
 *   workflow waits for is in its history, and a fault keeps its own stack.
 * - Each of its three or four calls into a workflow has a watchdog of V8, which is an operating system's thread begun and
 *   ended. Here a thread only counts: odd while it is at work. The main thread looks at that (`ThreadWatch`).
 */
type Run = (this: vm.Script, context: vm.Context, options: vm.RunningScriptOptions) => unknown;

interface Asked {
  requestId: bigint;
}
const isAsked = (message: unknown): message is Asked =>
  typeof message === 'object' && typeof (message as Asked | null)?.requestId === 'bigint';

if (isMainThread) setEnvironmentData(TURNS, new SharedArrayBuffer(TURNS_BYTES));
else {
  Object.assign(v8, { promiseHooks: { ...v8.promiseHooks, createHook: () => () => undefined } });
  const shared = getEnvironmentData(TURNS);
  if (shared instanceof SharedArrayBuffer && parentPort) watched(new Int32Array(shared), parentPort);
}

/** Counts the turns of this thread, and answers what was stopped amid a turn: its own code never comes to that. */
function watched(turns: Int32Array, port: MessagePort): void {
  const nth = Atomics.add(turns, 0, 1);
  // More threads than places: those keep V8's watchdogs.
  if (nth >= THREADS_KEPT) return;
  const { thread, turn } = placeOf(nth);
  Atomics.store(turns, thread, threadId);
  const { runInContext: run } = vm.Script.prototype as { runInContext: Run };
  vm.Script.prototype.runInContext = function (context, options = {}) {
    const { timeout: _, ...rest } = options;
    return run.call(this, context, rest);
  };

  let asked: Asked | null = null;
  const answerStopped = () => {
    if (!asked) return;
    const { requestId } = asked;
    asked = null;
    Atomics.add(turns, turn, 1);
    const message = 'it held its thread and was stopped; nothing else of that thread went on meanwhile';
    port.postMessage({ requestId, result: { type: 'error', name: 'Error', message } });
  };
  new BroadcastChannel(STOPPED_CHANNEL).unref().onmessage = answerStopped;

  // All that runs of a workflow runs before the listener of the SDK first waits.
  const on = port.on.bind(port);
  port.on = (event: string, listener: (...args: never[]) => void) =>
    on(event, (message: unknown) => {
      if (event !== 'message' || !isAsked(message)) return listener(message as never);
      answerStopped();
      asked = message;
      Atomics.add(turns, turn, 1);
      try {
        listener(message as never);
      } finally {
        // Not where it was stopped: nothing of it runs then.
        asked = null;
        Atomics.add(turns, turn, 1);
      }
    });
}
