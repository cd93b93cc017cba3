import type { Obligation } from '../obligation/obligation.js';
import type { NoticeKind, ObligationKind } from '../words.js';

/**
 * What a notice asks for where it does not name it itself: what was opened in the same moment, of this kind. With it the
 * notice is done, whoever did it, and waits for nobody any more.
 */
export const ASKS: Partial<Record<NoticeKind, ObligationKind>> = {
  offered: 'answer-transfer',
  'accepted-by-silence': 'handle',
  returned: 'decide-return',
  'return-not-upheld': 'answer-transfer',
  lapsed: 'dispatch',
  reopened: 'handle',
  'extension-asked': 'decide-extension',
  supervision: 'supervision-answer',
  'visit-different': 'return-visit',
  meeting: 'meeting',
  'meeting-decision': 'meeting-decision',
};

/** Why somebody is told: what they are to what is owed, or to the case where nothing is. */
export type Why = 'named' | 'department' | 'desk' | 'reporter' | 'watching';

/** @param owed who owes it; null where nobody owes anything */
export function whyTold(
  reader: { userId: string; departmentId: string },
  owed: Pick<Obligation, 'holder'> | null,
  at: { desk: string | null; holder: string | null; reportedBy: string | null },
): Why {
  if (at.reportedBy === reader.userId) return 'reporter';
  if (owed?.holder.userId === reader.userId) return 'named';
  if ((owed?.holder.departmentId ?? at.holder) === reader.departmentId) return 'department';
  return at.desk === reader.departmentId ? 'desk' : 'watching';
}
