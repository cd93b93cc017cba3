import type { CommandActor } from '../people/actor.js';
import type { Registered } from '../dispute/state.js';
import { actsFor, isDesk, isSupervisor } from '../people/posts.js';
import type { DisputeRow, VisitRow } from '../dispute/row.js';

/**
 * Official papers 文书, what goes into a file or over a counter, signed for by one department: 移交函, 回执 and 督办单;
 * 人民调解协议书 with the record of its performance; 回访记录; 会议纪要.
 */
export const PAPERS = [
  'transfer-letter',
  'receipt',
  'supervision-order',
  'mediation-agreement',
  'performance-record',
  'visit-record',
  'meeting-minutes',
] as const;
export type PaperKind = (typeof PAPERS)[number];

export interface PaperAbout {
  kind: PaperKind;
  /** What it is about: a transfer `t1`, an order `o1`, a resolution `r1`, a visit `v1`, a meeting `m1`. */
  subjectId: string;
}

/** The resolution that stands, after as many as were overtaken by a relapse. */
export const resolutionId = ({ closures, resolution }: Pick<DisputeRow, 'closures' | 'resolution'>): string =>
  `r${closures.filter((each) => each.resolvedAt !== resolution?.resolvedAt).length + 1}`;

export const visitId = ({ n }: Pick<VisitRow, 'n'>): string => `v${n}`;

/**
 * The papers of a case that a person may issue: the desk hands over by letter, or the superior where it designates; who
 * answered a transfer receipts it; who may order may print an order; who mediated writes down what was agreed and whether
 * it is kept; who made a visit, what was found; who calls meetings, what was decided. An erased case has none: its texts
 * are gone.
 */
export function papersFor(actor: CommandActor, row: DisputeRow, state: Registered): PaperAbout[] {
  if (row.erased) return [];
  const about = (kind: PaperKind, subjects: { id: string }[]) =>
    subjects.map(({ id }): PaperAbout => ({ kind, subjectId: id }));
  const is = { desk: isDesk(actor, state), superior: isSupervisor(actor, state) };
  const { resolution } = row;
  const isMediator =
    resolution?.outcome === 'mediated' && (is.desk || actsFor(actor, resolution.departmentId))
      ? [{ id: resolutionId(row) }]
      : [];
  return [
    ...about(
      'transfer-letter',
      row.transfers.filter(({ designated }) => (designated ? is.superior : is.desk)),
    ),
    ...about(
      'receipt',
      row.transfers.filter(({ to, answeredAt }) => answeredAt !== null && actsFor(actor, to)),
    ),
    ...about('supervision-order', is.superior ? row.supervisions : []),
    ...about('mediation-agreement', isMediator),
    ...about('performance-record', resolution && resolution.terms.length > 0 ? isMediator : []),
    ...about(
      'visit-record',
      row.visits
        .filter(({ visitedAt, visitor, departmentId }) =>
          visitedAt === null
            ? false
            : is.desk || visitor === actor.userId || (departmentId !== undefined && actsFor(actor, departmentId)),
        )
        .map((each) => ({ id: visitId(each) })),
    ),
    ...about(
      'meeting-minutes',
      is.desk || is.superior ? row.meetings.filter((each) => each.state === 'concluded') : [],
    ),
  ];
}
