import type { DisputeView } from '../contract.js';

type Asked = Pick<DisputeView['transfers'][number], 'to' | 'heldBefore'>;

/** Who was asked, by the name of a moment: another may have gone on in their place since. */
export const askedAt = ({ to, heldBefore = [] }: Asked, at: string): string =>
  heldBefore.find(({ until }) => at < until)?.departmentId ?? to;
