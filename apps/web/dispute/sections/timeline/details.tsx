import type { ReactNode } from 'react';
import { usePreferences } from '../../../base/language.js';
import type { DisputeView, TimelineEntry } from '../../../contract.js';
import { GradeMark, Moment, Tag } from '../../../parts/marks.js';
import { owedText } from '../../../parts/owed.js';
import type { Wording } from '../../../words/zh.js';
import { askedAt } from '../../../parts/asked.js';

/** What the facts of an event are told with. */
interface Tools {
  t: Wording;
  view: DisputeView;
  /** The whole record, whatever of it is shown. */
  entries: readonly TimelineEntry[];
  name: (department: string) => string;
  people: (id: string) => string;
  listed: (words: string[]) => string;
  /** What the obligation of the case is called. */
  kind: (obligation: string) => string;
}

type EntryOf<T extends TimelineEntry['type']> = Extract<TimelineEntry, { type: T }>;

type RulesNamed = EntryOf<'RulesMoved'>['data'] | EntryOf<'DisputeRegistered'>['data'];

const namesRules = (entry: TimelineEntry): entry is EntryOf<'RulesMoved'> | EntryOf<'DisputeRegistered'> =>
  entry.type === 'RulesMoved' || entry.type === 'DisputeRegistered';

/** What a correction may say anew, in the order in which it is said. */
const CORRECTED = [
  ...(['title', 'narrative', 'category', 'place', 'people', 'amount', 'externalNumber'] as const),
  ...(['dangerSigns', 'parties'] as const),
];

/** The facts that are worth a glance, by event: where to, which grade, what came of it. */
const DETAILS: { [T in TimelineEntry['type']]?: (entry: EntryOf<T>, tools: Tools) => ReactNode } = {
  DisputeCorrected: ({ data: { removed, importId, ...data }, text }, { t, listed }) => {
    const said = { ...data, ...text, ...(removed && { parties: removed }) };
    const { people, amount } = t.desk;
    const words: Record<string, string> = { ...t.field, people, amount, externalNumber: t.dispute.externalNumber };
    const corrected = CORRECTED.filter((each) => said[each] !== undefined);
    return (
      <>
        {listed(corrected.map((each) => words[each]!))} {importId && <Tag>{t.dispute.byLedger}</Tag>}
      </>
    );
  },
  DisputeGraded: ({ data }, { t }) => (
    <>
      <GradeMark grade={data.grade} /> <span className="muted">{t.complexity[data.complexity]}</span>{' '}
      {data.because && <Tag tone="warn">{t.gradeReason[data.because]}</Tag>}
    </>
  ),
  RepeatRuledOut: ({ data }, { view }) => (
    <>{view.apart.find((each) => each.id !== null && each.id === data.repeat)?.number ?? ''}</>
  ),
  TransferOffered: ({ data }, { t, name }) => (
    <>
      <span aria-hidden="true">→</span> {name(data.to)} {data.role === 'assist' && <Tag>{t.transferRole.assist}</Tag>}
      {data.designated && <Tag tone="accent">{t.field.designated}</Tag>}
    </>
  ),
  TransferAccepted: ({ data, at }, { t, view, name }) => (
    <>
      {view.transfers.filter(({ id }) => id === data.transferId).map((each) => name(askedAt(each, at)))}{' '}
      {data.bySilence && <Tag tone="accent">{t.dispute.bySilence}</Tag>}
    </>
  ),
  TransferReturned: ({ data }, { t, name }) => (
    <>
      <Tag>{t.returnReason[data.reasonCode]}</Tag>
      {data.suggestedDepartment && (
        <span className="muted">
          {' '}
          {t.dispute.suggested} {name(data.suggestedDepartment)}
        </span>
      )}
    </>
  ),
  ReturnDecided: ({ data }, { t }) => <Tag>{data.uphold ? t.dispute.returnUpheld : t.dispute.returnNotUpheld}</Tag>,
  DepartmentSucceeded: ({ data }, { name }) => (
    <>
      {name(data.from)} <span aria-hidden="true">→</span> {name(data.to)}
    </>
  ),
  ContactMade: ({ data }, { view }) => <Moment at={data.contactedAt} now={view.now} />,
  DisputeResolved: ({ data }, { t }) => <Tag tone="accent">{t.outcome[data.outcome]}</Tag>,
  DisputeClosed: ({ data }, { t }) => <Tag tone="accent">{t.outcome[data.outcome]}</Tag>,
  DisputeErased: ({ data }, { t }) => <Tag tone="accent">{t.erasureGround[data.ground]}</Tag>,
  DisputeAbsorbed: ({ data }, { people }) => (
    <>
      {data.from.number} <span className="muted">{people(data.by.userId)}</span>
    </>
  ),
  DisputeSplitOff: ({ data }, { people }) => (
    <>
      {data.from.number} <span className="muted">{people(data.by.userId)}</span>
    </>
  ),
  VisitMade: ({ data }, { t }) => (
    <>
      {data.n} <Tag>{t.visitOutcome[data.outcome]}</Tag> <span className="muted">{t.visitMode[data.mode]}</span>
    </>
  ),
  VisitConfirmed: ({ data }) => <>{data.n}</>,
  VisitChecked: ({ data }, { t }) => (
    <>
      {data.n} <Tag>{t.checkState[data.result]}</Tag>
    </>
  ),
  VisitGivenUp: ({ data }) => <>{data.n}</>,
  VisitWaived: ({ data }) => <>{data.n}</>,
  TermFulfilled: ({ data }, { t }) => <>{t.dispute.termNo(data.n)}</>,
  TermWaived: ({ data }, { t }) => <>{t.dispute.termNo(data.n)}</>,
  ExtensionAsked: ({ data }, { t, kind }) => (
    <>
      {kind(data.obligationId)} {t.limit(data.by)}
    </>
  ),
  ExtensionDecided: ({ data }, { t }) => (
    <Tag>{data.approve ? t.extensionState.approved : t.extensionState.refused}</Tag>
  ),
  DisputeSuspended: ({ data }, { t }) => <Tag>{t.ground[data.ground]}</Tag>,
  SuspensionReviewed: ({ data }, { t }) => <Tag>{t.ground[data.ground]}</Tag>,
  TrackEntered: ({ data }, { t }) => <Tag>{t.track[data.track]}</Tag>,
  TrackStepTaken: ({ data }, { t }) => <>{t.trackStep[data.step] ?? data.step}</>,
  TrackEnded: ({ data }, { t }) => <Tag>{t.trackOutcome[data.outcome]}</Tag>,
  SupervisionOrdered: ({ data }, { name }) => <>{name(data.departmentId)}</>,
  ObligationUrged: ({ data }, { kind }) => <>{kind(data.obligationId)}</>,
  MeetingCalled: ({ data }, { view, name, listed }) => (
    <>
      <Moment at={data.at} now={view.now} /> {listed(data.departments.map(name))}
    </>
  ),
  PersonAssigned: ({ data }, { t, people }) => (
    <>
      {people(data.userId)} <span className="muted">{t.role[data.role]}</span>
    </>
  ),
  ObligationOpened: ({ data }, { t, view }) => (
    <>
      {t.kind[data.obligation.kind]}{' '}
      <span className="muted">
        {t.dispute.dueBy} <Moment at={data.obligation.dueAt} now={view.now} />
      </span>
    </>
  ),
  RulesMoved: (entry, { t, view, entries }) => {
    const version = (of: RulesNamed) => (entry.data.cause === 'policy' ? of.policyVersion : of.calendarVersion);
    const before = entries.findLast((each) => each.seq < entry.seq && namesRules(each));
    // All that one deed tells has its moment.
    const moved = entries.filter(
      (each): each is EntryOf<'ObligationMoved'> =>
        each.type === 'ObligationMoved' &&
        each.seq > entry.seq &&
        each.at === entry.at &&
        each.data.cause === entry.data.cause &&
        each.data.from !== each.data.obligation.dueAt,
    );
    return (
      <>
        {before && namesRules(before) && (
          <>
            <code>{version(before.data)}</code> <span aria-hidden="true">→</span>{' '}
          </>
        )}
        <code>{version(entry.data)}</code>
        {moved.map(({ seq, data: { obligation, from } }) => (
          <span key={seq} className="entry-date">
            {t.kind[obligation.kind]} <Moment at={from} now={view.now} /> <span aria-hidden="true">→</span>{' '}
            <Moment at={obligation.dueAt} now={view.now} />
          </span>
        ))}
        {moved.length === 0 && <span className="muted"> · {t.changing.nothingMoved}</span>}
      </>
    );
  },
  ObligationMoved: ({ data }, { t, view }) => (
    <>
      {t.kind[data.obligation.kind]} <Moment at={data.from} now={view.now} /> →{' '}
      <Moment at={data.obligation.dueAt} now={view.now} />
    </>
  ),
  ObligationMet: ({ data }, { kind }) => <>{kind(data.obligationId)}</>,
  ObligationVoided: ({ data }, { kind }) => <>{kind(data.obligationId)}</>,
  ObligationHandedOver: ({ data }, { kind, name }) => (
    <>
      {kind(data.obligationId)} → {name(data.holder.departmentId)}
    </>
  ),
  ObligationWaived: ({ data }, { kind }) => <>{kind(data.obligationId)}</>,
  ObligationPaused: ({ data }, { kind }) => <>{kind(data.obligationId)}</>,
  ObligationLate: ({ data }, { kind }) => <>{kind(data.obligationId)}</>,
  LadderStepFired: ({ data }, { t, listed, kind }) => (
    <>
      <span className="muted">{kind(data.obligationId)}</span>{' '}
      {!data.skipped && <span className="muted">→ {listed(data.to.map((each) => t.post[each]))}</span>}
    </>
  ),
};

export function Details({
  entry,
  view,
  entries,
  name,
  people,
}: {
  entry: TimelineEntry;
  view: DisputeView;
  entries: readonly TimelineEntry[];
  name: (id: string) => string;
  people: (id: string) => string;
}) {
  const { t, listed } = usePreferences();
  const kind = (id: string) => {
    const found = view.obligations.find((each) => each.id === id);
    return found ? owedText(found, t) : '';
  };
  const told = DETAILS[entry.type] as ((entry: TimelineEntry, tools: Tools) => ReactNode) | undefined;
  return told?.(entry, { t, view, entries, name, people, listed, kind }) ?? null;
}
