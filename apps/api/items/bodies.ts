import { z } from 'zod';
import { MOST_ITEM_FILES } from '#domain/item/item.js';
import { DANGER_SIGNS, FEEDERS, ITEM_STATES } from '#domain/words.js';
import { ITEM_ORDERS } from '#persistence/reading/item-reader.js';
import { cursor, limit, total } from '../http/paging.js';
import { VERB_BODIES } from '../disputes/bodies.js';
import { LONG, SHORT, bound, id, instant, text } from '../http/pieces.js';

export const Report = z
  .strictObject({
    text: text(LONG),
    feeder: z.enum(FEEDERS),
    village: id,
    place: text(SHORT).optional(),
    reporter: text(100).optional(),
    heardAt: instant.optional(),
    dangerSigns: z.array(z.enum(DANGER_SIGNS)).max(DANGER_SIGNS.length).default([]),
    /** Handed in before, by the same person. */
    files: z.array(z.uuid()).max(MOST_ITEM_FILES).optional(),
  })
  .meta({ id: 'Report' });
export type Report = z.infer<typeof Report>;

export const Discard = z.strictObject({ reason: text(2_000) });
/** One click says it; why is for who wants to say it. */
export const NoDanger = z.strictObject({ reason: text(2_000).optional() });
export const Erase = VERB_BODIES.erase;
export type Erase = z.infer<typeof Erase>;
export const Link = z.strictObject({ disputeId: z.uuid() });
export const ItemId = z.uuid();

export const ItemQuery = z.strictObject({
  id: ItemId.optional(),
  state: z.enum(ITEM_STATES).optional(),
  from: bound.optional(),
  to: bound.optional(),
  village: id.optional(),
  danger: z.enum(['any', ...DANGER_SIGNS]).optional(),
  sort: z.enum(ITEM_ORDERS).default('newest'),
  cursor,
  limit,
  total,
});
export type ItemQuery = z.infer<typeof ItemQuery>;
