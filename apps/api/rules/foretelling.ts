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
import { Reader, type ReadAs } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { asTheRecord } from '../disputes/sight.js';
import type { Actor } from '../http/actor.js';
import { Problem } from '../http/problem.js';
import type { KeptCase, Preview, PreviewRow, Shifted } from './answers.js';

const ROWS_SHOWN = 5_000;

type Cause = EventData['RulesMoved']['cause'];
type Under = (state: Registered) => Rules;

/** Of which of the open cases: of those that somebody sees, and chose; of all where nothing is said. */
interface Among {
  who?: ReadAs;
  chosen?: readonly string[];
}

/** Every open date that would move, before it moves. */
@Injectable()
export class Foretelling {
  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
  ) {}

  async of(actor: Actor, cause: Cause, under: Under, among?: Among): Promise<Preview> {
    const { rows, kept, cases } = await this.all(actor, cause, under, among);
    const late = rows.filter((each) => each.late).length;
    const shorter = rows.filter((each) => each.shorter).length;
    return {
      cases: cases - kept.length,
      total: rows.length,
      late,
      shorter,
      byDepartment: summed(rows, ({ departmentId }) => departmentId),
      byKind: summed(rows, ({ kind }) => kind),
      kept,
      rows: rows.slice(0, ROWS_SHOWN),
    };
  }

  /**
   * Reads every open case, whoever may: whose dates move is the business of who publishes. Of a case it tells its id and
   * its number.
   *
   * @param under the rules that a case would move to, of the case as it is
   * @returns all of them, what would be late at once first, and the cases that would stay under their own rules
   */
  async all(actor: Actor, cause: Cause, under: Under, { who, chosen }: Among = {}) {
    const rows: PreviewRow[] = [];
    const kept: KeptCase[] = [];
    let cases = 0;
    const at = instantOf(Date.now());
    const sight = who ?? asTheRecord(actor, await this.directory.of(actor));
    for await (const some of openStates(this.reader, sight, this.rulebook, chosen)) {
      cases += some.length;
      for (const { number, state } of some) {
        const moves = foretold(state, under(state), cause, at);
        if (moves) rows.push(...moves.map((each) => ({ disputeId: state.id, number, ...each })));
        else kept.push({ disputeId: state.id, number });
      }
      // Others are answered in between.
      await breath();
    }
    rows.sort((a, b) => Number(b.late) - Number(a.late) || (a.to < b.to ? -1 : 1));
    return { rows, kept, cases };
  }
}

/**
 * What was announced is never shortened in silence, and nothing becomes late at once by it.
 *
 * @throws Problem DATES_SHORTENED with how many
 */
export function demandMeant({ shorter, late }: Preview): void {
  if (shorter + late > 0) throw new Problem('DATES_SHORTENED', { shorter, late });
}

/** Null where the case would stay under its own rules. */
export function foretold(...[state, rules, cause, at]: Parameters<typeof movesUnder>): Foretold[] | null {
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
