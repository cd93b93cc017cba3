import { z } from 'zod';
import { IMPORT_KINDS } from '#domain/words.js';
import { text } from '../http/pieces.js';

export const ImportQuery = z.strictObject({
  kind: z.enum(IMPORT_KINDS),
  dryRun: z.enum(['true', 'false']).default('true'),
  /** Which ledger; its numbers are its own. Where none is named it is the desk's. */
  source: text(60).optional(),
});
export type ImportQuery = z.infer<typeof ImportQuery>;

/** Which head of the sheet stands for which of our columns; null for none. */
export const ChooseColumns = z
  .strictObject({ columns: z.record(z.string().max(40), z.string().max(200).nullable()) })
  .meta({ id: 'ChooseColumns' });
export type ChooseColumns = z.infer<typeof ChooseColumns>;
