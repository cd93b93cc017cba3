import { setImmediate as breath } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors.js';
import type { EventData } from '#domain/dispute/events.js';
import type { Registered } from '#domain/dispute/state.js';
import type { Rules } from '#domain/obligation/obligation.js';
import { movesUnder, type Foretold } from '#domain/reading/what-if.js';
import { instantOf } from '#domain/time/time.js';
import { Directory } from '#persistence/people/directory.js';
import { openStates } from '#persistence/reading/open-states.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { asTheRecord } from '../disputes/sight.js';
import type { Actor } from '../http/actor.js';
import type { Preview, PreviewRow, Shifted } from './answers.js';

const ROWS_SHOWN = 5_000;

/** Every open date that would move, before it moves. */
@Injectable()
export class Foretelling {
  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
  ) {}

  /**
   * Reads every open case, whoever may: whose dates move is the business of who publishes. Of a case it tells its id.
   *
   * @param under the rules that a case would move to, of the case as it is
   */
  async of(
    actor: Actor,
    cause: EventData['RulesMoved']['cause'],
    under: (state: Registered) => Rules,
  ): Promise<Preview> {
    const all: PreviewRow[] = [];
    const kept: string[] = [];
    const at = instantOf(Date.now());
    const sight = asTheRecord(actor, await this.directory.load());
    for await (const states of openStates(this.reader, sight, this.rulebook)) {
      for (const state of states) {
        const moves = foretold(state, under(state), cause, at);
        if (moves) all.push(...moves.map((each) => ({ disputeId: state.id, ...each })));
        else kept.push(state.id);
      }
      // Others are answered in between.
      await breath();
    }
    const shorter = all.filter(({ from, to, provisional }) => to < from && !provisional).length;
    // What would be late at once stands on top.
    const rows = all.sort((a, b) => Number(b.late) - Number(a.late) || (a.to < b.to ? -1 : 1)).slice(0, ROWS_SHOWN);
    const late = all.filter((each) => each.late).length;
    return {
      total: all.length,
      late,
      shorter,
      byDepartment: summed(all, ({ departmentId }) => departmentId),
      byKind: summed(all, ({ kind }) => kind),
      kept,
      rows,
    };
  }
}

/** Null where the case would stay under its own rules. */
function foretold(...[state, rules, cause, at]: Parameters<typeof movesUnder>): Foretold[] | null {
  try {
    return movesUnder(state, rules, cause, at);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function summed(rows: readonly PreviewRow[], of: (row: PreviewRow) => string): Shifted[] {
  const sums = new Map<string, Shifted>();
  for (const row of rows) {
    const sum = sums.get(of(row)) ?? { of: of(row), moved: 0, late: 0 };
    sums.set(sum.of, { ...sum, moved: sum.moved + 1, late: sum.late + Number(row.late) });
  }
  return [...sums.values()].sort((a, b) => b.moved - a.moved || (a.of < b.of ? -1 : 1));
}
