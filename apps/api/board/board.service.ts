import { Injectable } from '@nestjs/common';
import { BOARD_COLUMNS, isOwed, type BoardColumn, type OwedColumn } from '#domain/reading/board.js';
import { circleIn, wayOf } from '#domain/reading/circle.js';
import { missingYear } from '#domain/time/missing-year.js';
import { civilDateAt } from '#domain/time/time.js';
import { Directory } from '#persistence/people/directory.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { owedWork, type WorkOrder, type WorkPlace, type WorkRow } from '#persistence/reading/work-reader.js';
import { boardNumbers, bouncing, type BoardFigures } from '#persistence/reading/board-reader.js';
import type { Board, BoardLine, Late, Owed } from './answers.js';
import type { Actor } from '../http/actor.js';
import { Shared } from '../http/shared.js';
import { required } from '../http/required.js';
import type { Page } from '../http/answers.js';
import { decodeCursor, everyRow, page } from '../http/paging.js';
import { disputeSummary, nowOf, obligationView } from '../disputes/view.js';
import { disputeInWork } from '../disputes/view.js';
import { causeText } from '../disputes/speech.js';
import { daysLate, owedText } from '../disputes/told-dispute.js';
import { inOneLine, type Telling } from '../http/telling.js';
import type { Cell, Table } from '../http/workbook.js';
import type { Language } from '../http/wording.js';

/** How many late obligations the board shows itself; `/board/late` has them all. */
const SHOWN = 50;

const LATE_HEADS = ['number', 'title', 'grade', 'kind', 'department', 'dueAt', 'daysLate', 'cause'] as const;

export interface OwedFilter {
  department?: string;
  grade?: string;
  rehearsal: boolean;
  /** The longest due first where nothing is said. */
  sort?: WorkOrder;
  cursor?: string;
  limit: number;
}

/** The supervisor's view of a subtree: what is late, why, and where cases bounce. */
@Injectable()
export class BoardService {
  private readonly boards = new Shared<Board>();
  private readonly lists = new Shared<Page<Owed>>();

  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem NOT_ALLOWED */
  async board(actor: Actor, rehearsal: boolean, language: Language): Promise<Board> {
    required(actor, 'board.see');
    // A change makes every supervisor's console ask in the same moment, and who sees the same is told the same.
    return this.boards.of([language, String(rehearsal), ...actor.scopes].join(' '), () =>
      this.drawn(actor, rehearsal, language),
    );
  }

  private async drawn(actor: Actor, rehearsal: boolean, language: Language): Promise<Board> {
    const today = await this.rulebook.today(actor.region);
    const missing = missingYear(await this.rulebook.years(actor.region), civilDateAt(today.from, today.zone));
    // Each by a connection of its own: with many disputes either takes its tenth of a second.
    const [{ departments, total, orphaned, provisional }, late] = await Promise.all([
      this.reader.as(actor, (db) => boardNumbers(db, today, rehearsal)),
      this.reader.as(actor, (db) => owedWork(db, 'late', { rehearsal, today }, null, SHOWN)),
    ]);
    return {
      departments: departments.map((each) => withLists(each, rehearsal, each.departmentId)),
      total: withLists(total, rehearsal),
      orphaned,
      alarms: withMissing(provisional, missing).map((each) => ({ code: 'CALENDAR_UNPUBLISHED', ...each })),
      late: await Promise.all(late.map((each) => this.line(actor, each, 'late', language) as Promise<Late>)),
    };
  }

  /**
   * All that is late, the longest first, each with its cause in words.
   *
   * @throws Problem NOT_ALLOWED, BAD_REQUEST for a cursor of another list
   */
  late(actor: Actor, filter: OwedFilter, language: Language): Promise<Page<Late>> {
    return this.owed(actor, 'late', filter, language) as Promise<Page<Late>>;
  }

  /**
   * What a number of the board counts, where it counts obligations.
   *
   * @throws Problem NOT_ALLOWED, BAD_REQUEST for a cursor of another list
   */
  async owed(actor: Actor, column: OwedColumn, filter: OwedFilter, language: Language): Promise<Page<Owed>> {
    required(actor, 'board.see');
    const asked = JSON.stringify([actor.scopes, column, filter, language]);
    return this.lists.of(asked, () => this.listed(actor, column, filter, language));
  }

  private async listed(actor: Actor, column: OwedColumn, filter: OwedFilter, language: Language): Promise<Page<Owed>> {
    const { cursor, limit, sort = 'due', ...narrowed } = filter;
    const today = await this.rulebook.today(actor.region);
    const rows = await this.reader.as(actor, (db) =>
      owedWork(db, column, { ...narrowed, today }, placeIn(sort, cursor), limit + 1, sort),
    );
    const { items, next } = page(
      rows,
      limit,
      ({ below, obligation: { dueAt, id } }) => [...(below === undefined ? [] : [below]), dueAt, id],
      (row) => row,
    );
    return { items: await Promise.all(items.map((each) => this.line(actor, each, column, language))), next };
  }

  /**
   * Cases that go from hand to hand: how often, by which way, and the circle in it where there is one.
   *
   * @throws Problem NOT_ALLOWED
   */
  async bouncing(actor: Actor, rehearsal: boolean) {
    required(actor, 'board.see');
    const rows = await this.reader.as(actor, (db) => bouncing(db, rehearsal));
    return rows.map(({ row }) => {
      const way = wayOf(row);
      const circle = circleIn(way);
      return { dispute: disputeSummary(row, nowOf(row)), handOffs: way.length, loop: [row.desk, ...way], circle };
    });
  }

  /**
   * The same as tables to take away: the numbers of all departments, then all that is late, read as they are written.
   *
   * @throws Problem NOT_ALLOWED
   */
  async tables(actor: Actor, rehearsal: boolean, telling: Telling): Promise<[Table, Table]> {
    required(actor, 'board.see');
    const today = await this.rulebook.today(actor.region);
    const { departments, total } = await this.reader.as(actor, (db) => boardNumbers(db, today, rehearsal));
    const numbers = (of: BoardFigures): Cell[] => BOARD_COLUMNS.map((each) => of[each]);
    const { title, total: totalWord } = telling.words;
    return [
      {
        name: title.board,
        heads: [telling.head('department'), ...BOARD_COLUMNS.map((each) => telling.own('boardColumn', each))],
        rows: [
          ...departments.map((each) => [telling.name(each.departmentId), ...numbers(each)]),
          [telling.coded ? null : totalWord, ...numbers(total)],
        ],
      },
      { name: title.late, heads: LATE_HEADS.map(telling.head), rows: this.lateCells(actor, rehearsal, telling) },
    ];
  }

  private async *lateCells(actor: Actor, rehearsal: boolean, telling: Telling): AsyncGenerator<Cell[]> {
    const filter = { rehearsal, today: await this.rulebook.today(actor.region) };
    const all = everyRow<WorkRow, WorkPlace>(
      (after, limit) => this.reader.as(actor, (db) => owedWork(db, 'late', filter, after, limit)),
      ({ obligation: { dueAt, id } }) => ({ dueAt, id }),
    );
    for await (const { obligation, dispute } of all) {
      const now = nowOf(dispute);
      yield [
        dispute.number,
        inOneLine(dispute.title),
        telling.word('grade', dispute.grade),
        owedText(obligation, telling),
        telling.name(obligation.holder.departmentId),
        telling.at(obligation.dueAt),
        daysLate([obligation], now),
        causeText(dispute, obligation, now, await this.directory.of(actor), telling.language),
      ];
    }
  }

  /** What the database found late has its cause, whatever this process takes for now. */
  private async line(
    actor: Actor,
    { obligation, dispute }: WorkRow,
    column: OwedColumn,
    language: Language,
  ): Promise<Owed> {
    const now = nowOf(dispute);
    const view = obligationView(obligation, now);
    const isLate = column === 'late' || view.state === 'late';
    const cause = isLate ? causeText(dispute, obligation, now, await this.directory.of(actor), language) : null;
    return { obligation: view, dispute: disputeInWork(dispute), cause };
  }
}

/** @throws Problem BAD_REQUEST for a cursor of another list, or of this one in another order */
function placeIn(sort: WorkOrder, cursor: string | undefined): WorkPlace | null {
  if (!cursor) return null;
  const isByGrade = sort === 'grade';
  const at = decodeCursor(cursor, [...(isByGrade ? (['small'] as const) : []), 'instant', 'obligation']);
  const [dueAt, id] = at.slice(-2).map(String) as [string, string];
  return { ...(isByGrade && { below: Number(at[0]) }), dueAt, id };
}

/** Disputes are in the list of disputes, what is owed stands on the board itself. */
function withLists<T extends BoardFigures>(figures: T, rehearsal: boolean, department?: string): T & BoardLine {
  const listOf = (column: BoardColumn) => {
    const query = new URLSearchParams({
      [isOwed(column) ? 'column' : 'board']: column,
      ...(department !== undefined && { department }),
      ...(rehearsal && { rehearsal: 'true' }),
    });
    return `/api/v1/${isOwed(column) ? 'board/owed' : 'disputes'}?${query.toString()}`;
  };
  const lists = Object.fromEntries(BOARD_COLUMNS.map((each) => [each, listOf(each)])) as BoardLine['lists'];
  return { ...figures, lists };
}

interface Unpublished {
  year: number;
  obligations: number;
}

/** A year that has to be published is told also while no date rests on it yet. */
function withMissing(provisional: readonly Unpublished[], missing: number | null): Unpublished[] {
  if (missing === null || provisional.some(({ year }) => year === missing)) return [...provisional];
  return [...provisional, { year: missing, obligations: 0 }];
}
