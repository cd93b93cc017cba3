import { z } from 'zod';
import { ROLLOUT_KINDS } from '#domain/words.js';
import { cursor, limit } from '../http/paging.js';
import { text } from '../http/pieces.js';

export const RolloutQuery = z.strictObject({
  kind: z.enum(ROLLOUT_KINDS).optional(),
  cause: z.enum(['policy', 'calendar']).optional().meta({ description: 'Of those that move cases to other rules' }),
  version: text(80).optional().meta({ description: 'Of the policy or the calendar that cases move to' }),
  limit,
  cursor,
});
export type RolloutQuery = z.infer<typeof RolloutQuery>;
