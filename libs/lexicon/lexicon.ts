import type { Verb } from '#domain/dispute/commands.js';
import type { EventType } from '#domain/dispute/events.js';
import type {
  CheckRow,
  ExtensionRow,
  MeetingRow,
  Phase,
  SupervisionRow,
  TransferRow,
  VisitRow,
} from '#domain/dispute/row.js';
import type { RetentionKind } from '#domain/keeping/retention.js';
import type { ObligationState, StepSkipped } from '#domain/obligation/obligation.js';
import type { WhyReadable } from '#domain/people/readers.js';
import type { Rung } from '#domain/policy/document.js';
import type { GradeReason } from '#domain/policy/least-grade.js';
import type { PaperKind } from '#domain/reading/papers.js';
import type { Remaining } from '#domain/reading/remaining.js';
import type { DayReason } from '#domain/time/calendar.js';
import type { DerivationStep, Limit, Unit } from '#domain/time/limit.js';
import type * as words from '#domain/words.js';

type Words<T extends string> = Record<T, string>;

/**
 * The words of every closed list, once in each language (zh.ts, en.ts): console, mails, papers, sheets, problems and
 * docs/glossary.md take them from here. Keyed by the domain's types: what is added there is missing here until somebody
 * translates it. Sentences stay with whoever says them.
 */
export interface Lexicon {
  grade: Words<words.Grade>;
  complexity: Words<words.Complexity>;
  /** Why the rules ask for a grade. */
  gradeReason: Words<GradeReason>;
  category: Words<words.Category>;
  dangerSign: Words<words.DangerSign>;
  feeder: Words<words.Feeder>;
  itemState: Words<words.ItemState>;
  /** How the dispute stands that came of a report, in plain words for who told of it. */
  reportStands: Words<words.Status>;
  partyRole: Words<words.PartyRole>;
  role: Words<words.Role>;
  post: Words<words.Post>;
  status: Words<words.Status>;
  outcome: Words<words.Outcome>;
  transferRole: Words<words.TransferRole>;
  transferState: Words<TransferRow['state']>;
  returnReason: Words<words.ReturnReason>;
  kind: Words<words.ObligationKind>;
  obligationState: Words<ObligationState>;
  rung: Words<words.RungAction>;
  /** Why a rung passed without reaching anybody, and how that is said. */
  stepSkipped: Words<StepSkipped>;
  rungSkipped: (rung: string, why: string) => string;
  /** On what a rung fires only. */
  rungWhen: Words<NonNullable<Rung['when']>>;
  notice: Words<words.NoticeKind>;
  extensionState: Words<ExtensionRow['state']>;
  ground: Words<words.SuspensionGround>;
  track: Words<words.Track>;
  /** A region's policy may name steps of its own. */
  trackStep: Words<string>;
  trackOutcome: Words<words.TrackOutcome>;
  supervisionState: Words<SupervisionRow['state']>;
  meetingState: Words<MeetingRow['state']>;
  visitMode: Words<words.VisitMode>;
  visitOutcome: Words<words.VisitOutcome>;
  /** As the row has it, and what the clock makes of one that is planned. */
  visitState: Words<VisitRow['state'] | 'due' | 'late'>;
  /** As the row of a visit has its spot check. */
  checkState: Words<CheckRow['state']>;
  phase: Words<Phase>;
  verb: Words<Verb>;
  event: Words<EventType>;
  unit: Words<Unit>;
  /** `1 working day`, `7 个工作日`. */
  limit: (limit: Limit) => string;
  /** A stretch of natural time by its largest unit, rounded down: `2 days`, `3 小时`. */
  span: (minutes: number) => string;
  /** `2 days late`, `超期 2 天`. */
  lateBy: (minutes: number) => string;
  /** `剩 1 个工作日 3 小时`, `3 h of grace left`, `超期 2 天`. */
  remaining: (remaining: Remaining) => string;
  /** Of the explanation of a due moment. */
  step: Words<DerivationStep['label']>;
  day: Words<Exclude<DayReason, 'workday'>>;
  paper: Words<PaperKind>;
  retained: Words<RetentionKind>;
  erasureGround: Words<words.ErasureGround>;
  /** Why somebody can read a case. */
  readerReason: Words<WhyReadable['why']>;
  channel: Words<'email' | 'webhook' | 'wecom' | 'dingtalk' | 'feishu'>;
  deliveryState: Words<'waiting' | 'sending' | 'sent' | 'failed' | 'dropped'>;
  deliveryFault: Words<
    'no-mail-server' | 'no-answer' | 'busy' | 'too-often' | 'refused' | 'gone' | 'forbidden-address' | 'not-visible'
  >;
  tokenScope: Words<'read' | 'write'>;
  /** What is noted of a person, beside the commands that the record has. */
  access: Words<
    | 'view'
    | 'timeline'
    | 'readers'
    | 'reveal'
    | 'erase'
    | 'export'
    | 'paper'
    | 'dossier'
    | 'file'
    | 'visits'
    | 'audit'
    | 'verify'
    | 'sign-in'
    | 'sign-in-failed'
    | 'refused'
    | 'sign-out'
    | 'password-changed'
    | 'sessions-ended'
    | 'token-made'
    | 'token-revoked'
    | 'feed-made'
    | 'delivery-resent'
    | 'feed-revoked'
    | 'deputy-changed'
    | 'person-changed'
    | 'department-changed'
    | 'region-founded'
    | 'invitation-made'
    | 'break-glass'
    | 'retention-changed'
    | 'policy-drafted'
    | 'policy-discarded'
    | 'policy-published'
    | 'calendar-drafted'
    | 'calendar-discarded'
    | 'calendar-published'
    | 'channel-changed'
    | 'import'
    | 'import-run'
  >;
}
