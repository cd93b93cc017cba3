import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Reader } from '#persistence/reader.js';
import { listItems } from '#persistence/statistics-reader.js';
import { CurrentActor, type Actor } from '../auth/actor.js';
import { decodeCursor, page } from '../cursor.js';
import { cursor, instant, limit } from '../disputes/bodies.js';

const ItemQuery = z.strictObject({
  state: z.enum(['new', 'promoted', 'discarded', 'linked']).optional(),
  from: instant.optional(),
  to: instant.optional(),
  cursor,
  limit,
});

@ApiTags('items')
@Controller('items')
export class ItemsController {
  constructor(private readonly reader: Reader) {}

  @Get()
  @ApiOperation({ summary: 'Information items and what became of them, newest first' })
  async list(@CurrentActor() actor: Actor, @Query({ schema: ItemQuery }) query: z.infer<typeof ItemQuery>) {
    const { cursor: place, limit: most, ...filter } = query;
    const after = place ? decodeCursor(place, ['instant', 'string']) : null;
    const rows = await this.reader.as(actor, (db) =>
      listItems(db, filter, after && { heardAt: String(after[0]), id: String(after[1]) }, most + 1),
    );
    return page(
      rows,
      most,
      ({ heardAt, id }) => [heardAt.toISOString(), id],
      (item) => item,
    );
  }
}
