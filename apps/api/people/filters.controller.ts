import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Reader } from '#persistence/reading/reader.js';
import { one, rows } from '#persistence/database/rows.js';
import type { SavedFilter } from './answers.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { DisputeId, DisputeQuery } from '../disputes/bodies.js';
import { text } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { badField, badRequest, notFound } from '../http/problem.js';

/** A search may be a person's name: it is not kept. */
const Kept = DisputeQuery.omit({ q: true, rehearsal: true, cursor: true, limit: true, total: true });
const NewFilter = z
  .strictObject({ name: text(40), filter: z.record(z.string().max(40), z.string().max(100)) })
  .meta({ id: 'NewFilter' });
const MOST_FILTERS = 30;

/** Filters of the list of disputes that a person kept for themselves. */
@ApiTags('people')
@Controller('filters')
export class FiltersController {
  constructor(private readonly reader: Reader) {}

  @Get()
  @Answers(200, 'SavedFilterList')
  @ApiOperation({ summary: "The caller's saved filters of the list of disputes" })
  async listFilters(@CurrentActor() actor: Actor, @Query({ schema: WholeListQuery }) query: WholeListQuery) {
    const items = await this.reader.as(actor, (db) =>
      rows<SavedFilter>(db, `SELECT id, name, filter FROM saved_filter ORDER BY name`),
    );
    return inPages(items, query);
  }

  @Post()
  @Answers(201, 'SavedFilter')
  @ApiOperation({ summary: 'Save a filter, as its parameters in GET /disputes; the same name again replaces it' })
  async saveFilter(
    @CurrentActor() actor: Actor,
    @Body({ schema: NewFilter }) { name, filter }: z.infer<typeof NewFilter>,
  ) {
    const checked = Kept.safeParse(filter);
    if (!checked.success) {
      throw badRequest(checked.error.issues.map((issue) => ({ ...issue, path: ['filter', ...issue.path] })));
    }
    return this.reader.as(actor, async (db) => {
      const others = await rows(db, `SELECT name FROM saved_filter WHERE name <> $1`, [name]);
      if (others.length >= MOST_FILTERS) {
        throw badField('/name', 'TOO_MANY', `at most ${MOST_FILTERS} filters are kept; delete one first`);
      }
      return one<SavedFilter>(
        db,
        `INSERT INTO saved_filter (account_id, name, filter) VALUES ($1, $2, $3)
         ON CONFLICT (account_id, name) DO UPDATE SET filter = excluded.filter RETURNING id, name, filter`,
        [actor.userId, name, JSON.stringify(filter)],
      );
    });
  }

  @Delete(':id')
  @Answers(204)
  @ApiOperation({ summary: 'Forget a saved filter' })
  async forgetFilter(@CurrentActor() actor: Actor, @Param('id', { schema: DisputeId }) id: string): Promise<void> {
    const gone = await this.reader.as(actor, (db) =>
      rows(db, `WITH gone AS (DELETE FROM saved_filter WHERE id = $1 RETURNING 1) SELECT 1 FROM gone`, [id]),
    );
    if (gone.length === 0) throw notFound();
  }
}
