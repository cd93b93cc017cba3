import { Sandbox } from './sandbox.js';

/** '@temporalio/workflow', as a workflow in the sandbox imports it. */
export const {
  ApplicationFailure,
  CancellationScope,
  TemporalFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  proxySinks,
  setHandler,
  sleep,
  workflowInfo,
} = Sandbox.module;
