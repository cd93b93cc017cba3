import { DomainError } from '#domain/errors.js';
import type { RolloutKind } from '#domain/words.js';
import type { Db } from '#persistence/database/database.js';
import {
  addSubjects,
  endItem,
  endRollout,
  isWaiting,
  NOT_VOUCHED,
  noteFault,
  refuseRollout,
  runningRollout,
  waitingOf,
  type Ended,
  type Rollout,
  type Waiting,
} from '#persistence/rollouts/rollout-store.js';
import type { Vouching } from '#persistence/rollouts/vouched.js';
import { paced, type PaceSettings } from './pace.js';

/** What a rollout does, by its kind. */
export interface Act {
  /** How many are under way at once, where not as many as usual. */
  lanes?: number;
  /**
   * Does it to one of them: a command, sent through the door that people's come through. Done a second time, because nobody
   * heard of the first, it has done nothing more.
   *
   * @throws DomainError where a rule refuses it: that one has failed, and the others go on
   */
  do(rollout: Rollout, item: Waiting): Promise<Ended>;
  /** What came up meanwhile and has to be done as well; asked whenever nothing waits any more. */
  more?(rollout: Rollout): Promise<readonly string[]>;
  /** Once nothing more comes, before it has ended; repeated where nobody heard of it. */
  end?(rollout: Rollout): Promise<void>;
}
export type Acts = Partial<Record<RolloutKind, Act>>;

export interface RollOutDeps {
  source: Db;
  /** What tells whether somebody asked for it at the door. */
  vault: Vouching;
  acts: Acts;
  /** Whether nobody was there who could have answered: that is no fault of what was to be done. */
  isAway: (error: unknown) => boolean;
  /** Says what nobody may overlook. */
  tell?: (line: string) => void;
  /** Called after each, so that whoever waits knows that it lives. */
  alive?: () => void;
  /** Whether somebody else goes on with it by now. */
  isCalledOff?: () => boolean;
  pace?: PaceSettings;
}

export type RollOutActivity = (input: { rolloutId: string }) => Promise<Round>;

export interface Round {
  isOver: boolean;
  /** Before the next one. */
  restMs: number;
}

const OVER: Round = { isOver: true, restMs: 0 };
const AT_ONCE = 200;
const ROUND_MS = 20_000;
/** Something is wrong that will not be mended within moments. */
const FAULTY_REST_MS = 5_000;
/** So often a fault may keep one back. */
const TRIES = 5;

/**
 * A round of a rollout: what waits is done, each once, as far as it goes in some seconds. A refusal is noted with it; a fault
 * is tried again later; where nobody answers at all it is for Temporal to ask again.
 */
export function createRollOut(deps: RollOutDeps): RollOutActivity {
  const { source, vault, acts, isAway, tell = console.warn, pace } = deps;
  const { alive = () => undefined, isCalledOff = () => false } = deps;

  /** @returns whether a fault kept it back */
  async function one(act: Act, rollout: Rollout, item: Waiting): Promise<boolean> {
    try {
      if (!(await isWaiting(source, rollout.id, item.n))) return false;
      if (!item.isSigned) {
        await endItem(source, rollout.id, item.n, { state: 'failed', code: NOT_VOUCHED, facts: {} });
        return false;
      }
      await endItem(source, rollout.id, item.n, await act.do(rollout, item));
      return false;
    } catch (error) {
      if (isAway(error)) throw error;
      if (error instanceof DomainError) {
        const { code, facts } = error;
        await endItem(source, rollout.id, item.n, { state: 'failed', code, facts });
        return false;
      }
      tell(`rollout ${rollout.id}, ${item.n}: ${String(error)}`);
      await noteFault(source, rollout.id, item.n, TRIES);
      return true;
    }
  }

  async function ended(act: Act, rollout: Rollout): Promise<Round> {
    const found = (await act.more?.(rollout)) ?? [];
    if (found.length > 0 && (await addSubjects(source, vault, rollout.id, found)) > 0)
      return { isOver: false, restMs: 0 };
    await act.end?.(rollout);
    await endRollout(source, rollout.id);
    return OVER;
  }

  return async ({ rolloutId }) => {
    const running = await runningRollout(source, vault, rolloutId);
    if (!running) return OVER;
    const { rollout, isSigned } = running;
    if (!isSigned) {
      tell(`rollout ${rolloutId} is not what was asked for at the door: it is refused`);
      await refuseRollout(source, rolloutId, NOT_VOUCHED);
      return OVER;
    }
    const act = acts[rollout.kind];
    if (!act) throw new Error(`nobody here knows how to do ${rollout.kind}`);
    const waiting = await waitingOf(source, vault, rolloutId, AT_ONCE);
    if (waiting.length === 0) return ended(act, rollout);
    const until = Date.now() + ROUND_MS;
    let faulty = false;
    await paced(
      waiting,
      async (item) => {
        if (await one(act, rollout, item)) faulty = true;
        alive();
      },
      () => isCalledOff() || Date.now() > until,
      { ...(act.lanes !== undefined && { lanes: act.lanes }), ...pace },
    );
    return { isOver: false, restMs: faulty ? FAULTY_REST_MS : 0 };
  };
}
