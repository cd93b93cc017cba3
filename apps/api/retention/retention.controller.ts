import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { RETENTION_KINDS, retentionProblems, type RetentionTable } from '#domain/retention.js';
import { instantOf } from '#domain/time.js';
import { CATEGORIES, GRADES } from '#domain/words.js';
import { Reader } from '#persistence/reader.js';
import { currentRetention, dueOneByOne, dueRows, publishRetention } from '#persistence/retention.js';
import type { Retention } from '../answers.js';
import { CurrentActor, type Actor } from '../auth/actor.js';
import { text } from '../disputes/bodies.js';
import { Answers } from '../document.js';
import { Problem } from '../problem.js';

const Table = z
  .strictObject({
    rules: z
      .array(
        z.strictObject({
          kind: z.enum(RETENTION_KINDS),
          years: z.int().min(0).max(200).nullable(),
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
  ) {}

  @Get()
  @Answers(200, 'Retention')
  @ApiOperation({ summary: 'The table of retention, and what of it is due: cases and items that the caller may read' })
  async show(@CurrentActor() actor: Actor) {
    if (!actor.roles.some((role) => role === 'auditor' || role === 'admin')) throw new Problem('NOT_ALLOWED');
    const now = instantOf(Date.now());
    const { table, ...published } = await currentRetention(this.source);
    // An administrator knows the rules, no case.
    const due = await this.reader.as(actor, (db) => dueOneByOne(db, table, now));
    const [lastRun = null] = (await this.source.query(
      `SELECT name, ended_at AS "endedAt", erased FROM retention_run ORDER BY ended_at DESC LIMIT 1`,
    )) as NonNullable<Retention['lastRun']>[];
    return { ...published, ...table, due, rows: await dueRows(this.source, table, now), lastRun };
  }

  @Put()
  @Answers(200, 'Retention')
  @ApiOperation({ summary: 'Replace the table of retention' })
  async replace(@CurrentActor() actor: Actor, @Body({ schema: Table }) { reason, ...document }: z.infer<typeof Table>) {
    if (!actor.roles.includes('admin')) throw new Problem('NOT_ALLOWED');
    const table = document as RetentionTable;
    const errors = retentionProblems(table);
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
    await publishRetention(this.source, actor.userId, reason, table);
    return this.show(actor);
  }
}
