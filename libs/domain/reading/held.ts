import type { TransferRow } from '../dispute/row.js';
import type { Instant } from '../time/time.js';

/** Who was asked, by the name of a moment: another may have gone on in their place since. */
export const askedAt = ({ to, heldBefore = [] }: Pick<TransferRow, 'to' | 'heldBefore'>, at: Instant): string =>
  heldBefore.find(({ until }) => at < until)?.departmentId ?? to;
