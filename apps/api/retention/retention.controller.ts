import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  RETENTION_KINDS,
  retentionLimit,
  retentionProblems,
  retentionRule,
  type RetentionTable,
} from '#domain/keeping/retention.js';
import { instantOf } from '#domain/time/time.js';
import { CATEGORIES, GRADES } from '#domain/words.js';
import { transaction } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';
import { carriedIn, type Carried } from '#persistence/keeping/carried.js';
import { Reader } from '#persistence/reading/reader.js';
import { Directory } from '#persistence/people/directory.js';
import {
  dueOneByOne,
  dueRows,
  KINDS_OF_ROWS,
  publishRetention,
  Retentions,
  type DueRows,
  type KindOfRows,
  type PublishedRetention,
} from '#persistence/keeping/retention.js';
import type { RetentionRun } from './answers.js';
import { AccessLog } from '../audit/access-log.js';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import { required } from '../http/required.js';
import { text } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { Problem } from '../http/problem.js';

const Table = z
  .strictObject({
    rules: z
      .array(
        z.strictObject({
          kind: z.enum(RETENTION_KINDS),
          years: z.int().max(200).nullable(),
          source: text(500),
          grades: z.array(z.enum(GRADES)).min(1).optional(),
          categories: z.array(z.enum(CATEGORIES)).min(1).optional(),
        }),
      )
      .min(1)
      .max(100),
    reason: text(2_000),
  })
  .meta({ id: 'NewRetention' });

/** How long what is kept about people is kept, and what has been kept long enough. An operator erases it. */
@ApiTags('retention')
@Controller('retention')
export class RetentionController {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly directory: Directory,
    private readonly log: AccessLog,
  ) {}

  @Get()
  @Answers(200, 'Retention')
  @ApiOperation({
    summary:
      'The table of retention where the caller works, and what is due there and below: cases and items that they may read',
  })
  async getRetention(@CurrentActor() actor: Actor) {
    required(actor, 'retention.see');
    const now = instantOf(Date.now());
    const tree = await this.directory.of(actor);
    const retentions = await Retentions.load(this.source, tree);
    const own = retentions.of(actor.departmentId);
    // An administrator knows the rules, no case.
    const due = await this.reader.as(actor, (db) => dueOneByOne(db, retentions, now));
    const below = [actor.departmentId, ...tree.descendants(actor.departmentId)];
    const groups = retentions.grouped(below);
    const found = await dueRows(this.source, groups, now);
    const summed = (kind: KindOfRows): DueRows => ({
      kind,
      before: retentionLimit(retentionRule(own.table, kind), now),
      due: found.filter((each) => each.kind === kind).reduce((sum, each) => sum + each.due, 0),
    });
    const [lastRun] = await rows<Run>(
      this.source,
      `SELECT name, ended_at AS "endedAt", erased FROM retention_run ORDER BY ended_at DESC LIMIT 1`,
    );
    const { table, ...published } = own;
    return { ...published, ...table, due, rows: KINDS_OF_ROWS.map(summed), lastRun: runFor(below, lastRun) };
  }

  @Put()
  @RecentSignIn()
  @Answers(200, 'Retention')
  @ApiOperation({ summary: 'Replace the table of retention of the department where the caller works and of all below' })
  async replaceRetention(
    @CurrentActor() actor: Actor,
    @Body({ schema: Table }) { reason, ...document }: z.infer<typeof Table>,
  ) {
    required(actor, 'retention.set');
    const table = document as RetentionTable;
    const errors = retentionProblems(table);
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
    const tree = await this.directory.of(actor);
    await transaction(this.source, async (db) => {
      const before = (await Retentions.load(db, tree)).of(actor.departmentId);
      const version = await publishRetention(db, actor, reason, table);
      const data = { departmentId: actor.departmentId, before: noted(before), after: noted({ version, table }) };
      await this.log.note(actor, 'retention-changed', { data }, db);
    });
    return this.getRetention(actor);
  }
}

interface Run extends RetentionRun {
  erased: Partial<Carried>;
}

/** Of the whole of it what is theirs to know. */
function runFor(departments: string[], run: Run | undefined): RetentionRun | null {
  return run ? { ...run, erased: { ...carriedIn(run.erased, departments) } } : null;
}

/** A table as the log has it: what people typed stays with the table. */
function noted({ version, table }: Pick<PublishedRetention, 'version' | 'table'>) {
  return { version, rules: table.rules.map(({ source: _source, ...rule }) => rule) };
}
