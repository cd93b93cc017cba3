import type { CommandActor } from '../people/actor.js';
import type { Registered } from '../dispute/state.js';
import { actsFor, isDesk, isSupervisor } from '../people/posts.js';
import type { DisputeRow } from '../dispute/row.js';

/** Official papers 文书: 移交函, 回执 and 督办单, what goes into a file or over a counter, signed for by one department. */
export const PAPERS = ['transfer-letter', 'receipt', 'supervision-order'] as const;
export type PaperKind = (typeof PAPERS)[number];

export interface PaperAbout {
  kind: PaperKind;
  /** The transfer or the order that it is about. */
  subjectId: string;
}

/**
 * The papers of a case that a person may issue: the desk hands over by letter, or the superior where it designates; who
 * answered a transfer receipts it; who may order may print an order. An erased case has none: its texts are gone.
 */
export function papersFor(actor: CommandActor, row: DisputeRow, state: Registered): PaperAbout[] {
  if (row.erased) return [];
  const about = (kind: PaperKind, subjects: { id: string }[]) =>
    subjects.map(({ id }): PaperAbout => ({ kind, subjectId: id }));
  const handsOver = { desk: isDesk(actor, state), superior: isSupervisor(actor, state) };
  return [
    ...about(
      'transfer-letter',
      row.transfers.filter(({ designated }) => (designated ? handsOver.superior : handsOver.desk)),
    ),
    ...about(
      'receipt',
      row.transfers.filter(({ to, answeredAt }) => answeredAt !== null && actsFor(actor, to)),
    ),
    ...about('supervision-order', handsOver.superior ? row.supervisions : []),
  ];
}
