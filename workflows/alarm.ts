import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { millisOf, type Instant } from '#domain/time/time.js';
import type { Bell } from './bell.js';

/** One timer that can move: it is set anew only when its moment changes, so a command that moves nothing costs none. */
export class Alarm {
  private set: { at: Instant; scope: CancellationScope } | null = null;

  constructor(private readonly bell: Bell) {}

  /**
   * @param now the workflow's clock in milliseconds
   * @param afterMs how long after the moment it rings; of a moment that it is set for already, this changes nothing
   */
  at(moment: Instant | null, now: number, afterMs = 0): void {
    if (this.set?.at === moment) return;
    this.set?.scope.cancel();
    this.set = null;
    if (moment === null) return;
    const scope = new CancellationScope();
    this.set = { at: moment, scope };
    scope
      // A timer of no length at all would write a marker instead.
      .run(() => sleep(Math.max(1, millisOf(moment) + afterMs - now)))
      .then(
        () => {
          if (this.set?.scope === scope) this.set = null;
          this.bell.ring();
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }
}
