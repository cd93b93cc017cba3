import { amend, amendNth } from '../../amend.js';
import type { MeetingRow, Projections, SupervisionRow } from '../../row.js';
import { ownWork } from '../handling/project.js';
import { isAssigned } from './evolve.js';

export const LEADING = {
  SupervisionOrdered(row, { at, data: { orderId: id, departmentId }, text }) {
    const ordered: SupervisionRow = {
      id,
      departmentId,
      demand: text?.demand ?? null,
      orderedAt: at,
      dueAt: null,
      state: 'open',
      answer: null,
      answeredAt: null,
    };
    return { ...row, supervisions: [...row.supervisions, ordered] };
  },
  SupervisionAnswered(row, { at, data, text }) {
    const answered: Partial<SupervisionRow> = { state: 'answered', answer: text?.answer ?? null, answeredAt: at };
    return { ...row, supervisions: amend(row.supervisions, data.orderId, answered) };
  },
  ObligationUrged: (row, { at, data: { obligationId } }) => ({
    ...row,
    obligations: amend(row.obligations, obligationId, { urgedAt: at }),
  }),
  MeetingCalled(row, { at: calledAt, data: { meetingId: id, departments, at } }) {
    const called: MeetingRow = { id, at, departments, calledAt, state: 'called', decisions: [] };
    return { ...row, meetings: [...row.meetings, called] };
  },
  MeetingConcluded(row, { data, text }) {
    const decisions = data.decisions.map((each) => ({
      ...each,
      text: text?.decisions[each.n - 1] ?? null,
      fulfilledAt: null,
      note: null,
    }));
    return { ...row, meetings: amend(row.meetings, data.meetingId, { state: 'concluded', decisions }) };
  },
  DecisionFulfilled(row, { at, data, text }) {
    const fulfilled = { fulfilledAt: at, note: text?.note ?? null };
    const meetings = amend(row.meetings, data.meetingId, (meeting) => ({
      ...meeting,
      decisions: amendNth(meeting.decisions, data.n, fulfilled),
    }));
    return { ...row, meetings };
  },
  PersonAssigned: (row, { data }, after) => ({
    ...row,
    resolution: row.resolution && { ...row.resolution, ...ownWork(after) },
    obligations: row.obligations.map((each) =>
      each.endedAt === null && isAssigned(each, data)
        ? { ...each, holder: { ...each.holder, userId: data.userId } }
        : each,
    ),
  }),
} satisfies Partial<Projections>;
