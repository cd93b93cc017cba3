import type { CalendarYear } from '#domain/time/calendar.js';
import type { Verb } from '#domain/dispute/commands.js';
import type { Actor, EventData, EventType } from '#domain/dispute/events.js';
import type { Example } from '#domain/obligation/examples.js';
import type { DerivationStep } from '#domain/time/limit.js';
import type { NextStep } from '#domain/reading/next-step.js';
import type { RuleRef, Step } from '#domain/obligation/obligation.js';
import type { PaperAbout } from '#domain/reading/papers.js';
import type { RetentionTable } from '#domain/keeping/retention.js';
import type {
  AttachmentRow,
  DisputeRow,
  ObligationRow,
  ResolutionRow,
  TransferRow,
  VisitRow,
} from '#domain/dispute/row.js';
import type { Attribution } from '#domain/reading/attribution.js';
import type { EventText } from '#domain/dispute/text.js';
import type { Instant } from '#domain/time/time.js';
import type { Ability } from '#domain/people/abilities.js';
import type { ErasureGround, FileType, NoticeKind, ObligationKind, Post, Role } from '#domain/words.js';
import type { AuditRow } from '#persistence/audit/access-log.js';
import type { Confirming } from '#persistence/delivery/confirmation-store.js';
import type { ChannelKind, DeliveryFault } from '#persistence/delivery/delivery-store.js';
import type { Department } from '#domain/people/tree.js';
import type { Similar } from '#persistence/reading/dispute-reader.js';
import type { ItemRow } from '#persistence/reading/item-reader.js';
import type { Finding } from '#persistence/proof/proof.js';
import type { Due, DueRows } from '#persistence/keeping/retention.js';
import type { PolicyEnvelope } from '#persistence/rules/rulebook.js';
import type { WhyReadable } from '#domain/people/readers.js';
import type { Grouping } from '#persistence/reading/statistics-reader.js';
import type { BoardLine, InboxCounts, NoticeRow } from '#persistence/reading/work-reader.js';
import type { TokenScope } from './token-scopes.js';
import type { ProblemCode } from './problem-codes.js';

/**
 * The shapes of answers, put together from the types of the domain and of the readers. They are the one source: `@Answers`
 * holds the routes to them, the build makes the schemas of the OpenAPI document of them, and the console's types come from
 * that document. A `Date` here is a moment in JSON.
 */
export interface Shapes {
  Problem: Problem;

  SignedIn: SignedIn;
  SignedOutElsewhere: SignedOutElsewhere;
  User: User;
  SessionList: Page<OwnSession>;
  TokenList: Page<ApiToken>;
  MadeToken: MadeToken;

  DepartmentList: Page<Department>;
  Person: Person;
  PersonList: Page<Person>;
  SavedFilter: SavedFilter;
  SavedFilterList: Page<SavedFilter>;
  Settings: Settings;

  DisputeList: Page<DisputeSummary>;
  DisputeView: DisputeView;
  Done: Done;
  Registered: Registered;
  Timeline: Page<TimelineEntry>;
  Attribution: Attribution;
  Explanation: Explanation;
  ReaderList: Page<CaseReader>;
  Revealed: Revealed;
  TakenFile: TakenFile;
  IssuedPaper: IssuedPaper;
  Papers: Papers;
  Proposal: Proposal;

  Item: Item;
  ItemView: ItemView;
  ItemList: Page<Item>;

  WorkList: Page<Work>;
  Counts: InboxCounts;
  Board: Board;
  LateList: Page<Late>;
  BounceList: Page<Bounce>;
  VisitList: Page<Visit>;
  Feed: Feed;
  MadeFeed: MadeFeed;
  Notice: NoticeRow;
  NoticeList: Page<NoticeRow>;
  Channel: Channel;
  MadeChannel: MadeChannel;
  ChannelList: Page<Channel>;
  DeliveryList: Page<OwnDelivery>;
  OverseenDeliveries: OverseenDeliveries;
  Measures: Measures;
  Statistics: Statistics;

  Policy: PolicyEnvelope;
  PolicyList: Page<PolicyEnvelope>;
  Examples: Examples;
  CalendarYear: CalendarYear;
  CalendarList: Page<CalendarOfYear>;
  Retention: Retention;
  AuditList: Page<AuditEntry>;
  Verification: Verification;
}

export interface Page<T> {
  items: T[];
  /** The cursor of the next page; null on the last. */
  next: string | null;
}

export interface FieldError {
  /** JSON pointer into the body, or `/name` of a query parameter. */
  pointer: string;
  code: string;
  detail: string;
}

/** RFC 9457: `title` and `detail` are in the language of the caller; a code may have further members of its own. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** The rule, and what can be done next. */
  detail: string;
  /** Stable; /docs/problems lists them all. */
  code: ProblemCode;
  /** Of a fault, for the administrator. */
  reference?: string;
  errors?: FieldError[];
  /** Of `VISITS_OPEN`: their numbers. */
  openVisits?: number[];
  /** Of `OBLIGATIONS_OPEN`. */
  openObligations?: { id: string; kind: ObligationKind; n?: number }[];
  /** Of `LEGAL_NOTICES`: what has to be told on one channel at least. */
  kinds?: NoticeKind[];
  [extension: string]: unknown;
}

interface Placed {
  id: string;
  username: string;
  name: string;
  departmentId: string;
  roles: Role[];
}

export interface User extends Placed {
  /** What they may do and see, somewhere at least; what they may do with a case, that one says itself, in `can`. */
  abilities: Ability[];
}

export interface SignedIn {
  token: string;
  user: User;
}

/** Where the browser goes to be signed out at the identity provider too. */
export interface SignedOutElsewhere {
  logoutUrl: string;
}

/** A browser where a person is signed in. */
export interface Session {
  id: string;
  createdAt: Date;
  usedAt: Date;
  expiresAt: Date;
  agent: string | null;
}

export interface OwnSession extends Session {
  /** The one that asks. */
  current: boolean;
}

/** What a person gave a program, to act for them. */
export interface ApiToken {
  id: string;
  name: string;
  scopes: TokenScope[];
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
}

export interface MadeToken extends ApiToken {
  /** Shown this once. */
  token: string;
}

export interface Person extends Placed {
  /** On ladders: whom a rung reaches. */
  posts: Post[];
  awayUntil: Date | null;
  deputyId: string | null;
}

export interface SavedFilter {
  id: string;
  name: string;
  filter: Record<string, string>;
}

export interface Settings {
  authMode: 'local' | 'oidc';
  rehearsals: boolean;
  zone: string;
  demoAccounts: { id: string; name: string; roles: Role[]; department: { name?: string; nameEn?: string } }[];
}

export interface ObligationView extends Pick<
  ObligationRow,
  | 'id'
  | 'kind'
  | 'n'
  | 'subjectId'
  | 'holder'
  | 'openedAt'
  | 'limit'
  | 'dueAt'
  | 'lateAfter'
  | 'provisional'
  | 'state'
  | 'metAt'
  | 'lateSince'
> {
  /** When its clock stood still; the last may last. */
  pauses: { from: Instant; until: Instant | null }[];
  steps: Pick<Step, 'at' | 'do' | 'to' | 'firedAt' | 'skipped'>[];
}

export interface VisitView extends Omit<VisitRow, 'state'> {
  state: VisitRow['state'] | 'due' | 'late';
}

export interface TransferView extends Omit<TransferRow, 'returnReason' | 'upheld'> {
  returnReason: NonNullable<TransferRow['returnReason']>['code'] | null;
  return: (NonNullable<TransferRow['returnReason']> & Pick<TransferRow, 'upheld'>) | null;
}

/** What a list shows of a dispute: everything that identifies and sorts it. */
/** The id of another case; null where the reader may not see it: that there is one, not which. */
type OtherCase = string | null;

export interface DisputeSummary extends Pick<
  DisputeRow,
  | 'id'
  | 'number'
  | 'title'
  | 'category'
  | 'grade'
  | 'complexity'
  | 'status'
  | 'desk'
  | 'holder'
  | 'assistants'
  | 'place'
  | 'policyVersion'
  | 'calendarVersion'
  | 'seq'
  | 'rehearsal'
  | 'createdAt'
  | 'updatedAt'
  | 'closedAt'
> {
  /** How many earlier ones of the same people or place there are; in lists each is null. */
  repeats: OtherCase[];
  /** The dispute's own time: that of a rehearsal may be ahead. */
  now: Instant;
  /** Where it was offered to and is not answered yet. */
  offeredTo: string[];
  /** Who returned an offer; the desk decides. */
  returnedBy: string[];
  nextDueAt: Instant | null;
  /** How many obligations are late. */
  late: number;
  hold: NonNullable<DisputeRow['hold']> | null;
  erased: NonNullable<DisputeRow['erased']> | null;
}

export interface Suggestion {
  departmentId: string;
  reason: string;
}

export interface DisputeView
  extends
    DisputeSummary,
    Pick<
      DisputeRow,
      | 'narrative'
      | 'dangerSigns'
      | 'source'
      | 'occurredAt'
      | 'parties'
      | 'plan'
      | 'extensions'
      | 'suspensions'
      | 'supervisions'
      | 'meetings'
      | 'closures'
      | 'tracks'
      | 'consents'
    > {
  resolution: (Omit<ResolutionRow, 'into'> & { into?: OtherCase }) | null;
  transfers: TransferView[];
  obligations: ObligationView[];
  visits: VisitView[];
  mediationStopAt: Instant | null;
  suggestion: Suggestion | null;
  attachments: AttachmentRow[];
  nextStep: NextStep | null;
  /** The verbs that the caller may use now. */
  can: Verb[];
}

/** The answer to every command, given once the read model has it. */
export interface Done {
  seq: number;
  dispute: DisputeView;
}

export interface Registered extends Done {
  similar: Similar[];
}

export interface Proposal {
  suggestion: Suggestion | null;
  similar: Similar[];
}

/** Entries that name another case. */
interface WithOthers {
  DisputeRegistered: Omit<EventData['DisputeRegistered'], 'repeats'> & { repeats?: OtherCase[] };
  DisputeResolved: Omit<EventData['DisputeResolved'], 'into'> & { into?: OtherCase };
}

export type TimelineEntry = {
  [T in EventType]: {
    seq: number;
    at: Instant;
    type: T;
    actor: Actor;
    data: T extends keyof WithOthers ? WithOthers[T] : EventData[T];
    /** What people typed; absent where nobody did or where it was erased. */
    text?: T extends keyof EventText ? Partial<EventText[T]> : never;
  };
}[EventType];

/** Why a date is what it is. */
export interface Explanation {
  obligationId: string;
  kind: ObligationKind;
  rule: RuleRef;
  dueAt: Instant;
  lateAfter?: Instant;
  provisional: boolean;
  steps: {
    code: DerivationStep['label'];
    label: string;
    from: Instant;
    to: Instant;
    detail: string;
    facts: DerivationStep['detail'];
  }[];
}

export interface CaseReader {
  userId: string;
  name: string;
  departmentId: string;
  roles: Role[];
  reasons: (WhyReadable & { text: string })[];
  readsContacts: boolean;
  readsReporter: boolean;
}

export interface Revealed {
  partyId: string;
  field: 'phone' | 'idNumber';
  value: string;
}

export interface TakenFile {
  /** For `attach`. */
  fileId: string;
  mediaType: FileType;
  size: number;
  sha256: string;
}

export interface IssuedPaper extends PaperAbout {
  id: string;
  number: string;
  copy: number;
  sender: string;
  issuedAt: Date;
  issuedBy: string;
}

export interface Papers extends Page<IssuedPaper> {
  mayIssue: PaperAbout[];
}

export interface Item extends Omit<ItemRow, 'item' | 'head' | 'reportedBy'> {
  erased: { at: Instant; ground: ErasureGround } | null;
}

export interface ItemView extends Item {
  /** Only for the desk of origin and the auditor, and each look is noted. */
  reporter?: string | null;
  /** Also for the account itself. */
  reportedBy?: string | null;
  similar: Similar[];
}

export type DisputeInWork = Pick<DisputeRow, 'id' | 'number' | 'title' | 'category' | 'grade' | 'status' | 'place'>;

export interface Work {
  obligation: ObligationView;
  dispute: DisputeInWork;
  dueAt: Instant;
  remaining: { workingMinutes: number; text: string };
  state: ObligationView['state'];
}

export interface Late {
  obligation: ObligationView;
  dispute: DisputeInWork;
  /** In one sentence. */
  cause: string;
}

export interface Board {
  departments: BoardLine[];
  orphaned: number;
  /** Open dates that rest on a year whose calendar is not published. */
  alarms: { code: 'CALENDAR_UNPUBLISHED'; year: number; obligations: number }[];
  late: Late[];
}

export interface Bounce {
  dispute: DisputeSummary;
  handOffs: number;
  loop: string[];
  circle: string[] | null;
}

export interface Visit extends VisitView {
  dispute: DisputeInWork & Pick<DisputeRow, 'parties'>;
}

/** Null where there is no feed, or where no calendar read it yet. */
export interface Feed {
  createdAt: Date | null;
  usedAt: Date | null;
}

export interface MadeFeed {
  /** As good as a password for this one thing. */
  url: string;
  token: string;
}

export interface Channel {
  id: string;
  kind: ChannelKind;
  address: string;
  muted: NoticeKind[];
  quietHours: { from: string; to: string } | null;
  active: boolean;
  disabledReason: string | null;
  createdAt: Date;
  /** Whether it is told anything: active, and confirmed where that is asked for. */
  live: boolean;
  /** Whether its reader confirmed it; true where that is not asked for. */
  confirmed: boolean;
  /** The latest code that was asked for; null where none was in the last days. */
  confirmation: Confirming | null;
}

export interface MadeChannel extends Channel {
  /** What signs the messages of a webhook; shown this once. */
  secret?: string;
}

export interface Delivery {
  id: string;
  channelId: string;
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'dropped';
  madeAt: Date;
  sentAt: Date | null;
  attempts: number;
  /** Why it was not sent, in a word; `lastError` says it in the words of the other side. */
  fault: DeliveryFault | null;
  lastError: string | null;
  nextAt: Date | null;
}

export interface OwnDelivery extends Delivery {
  /** Ids of the notices in it. */
  notices: string[];
}

export interface OverseenDelivery extends Delivery {
  userId: string;
  kind: ChannelKind;
  /** Enough of it to tell one from another. */
  address: string;
  /** How many are in it. */
  notices: number;
}

export interface OverseenDeliveries extends Page<OverseenDelivery> {
  counts: Record<Exclude<Delivery['state'], 'sending'>, number>;
}

/** A number, and the list behind it. */
export interface Value {
  value: number;
  link: string;
}

/** `value` is null where there is nothing to take a share of. */
export interface Share {
  value: number | null;
  part: number;
  whole: number;
  link: string;
}

export interface Measures {
  entered: Value;
  circulated: Value;
  resolved: Value;
  open: Value;
  reopened: Value;
  resolutionRate: Share;
  stableResolutionRate: Share;
  resolutionHours: { median: number | null; p90: number | null; link: string };
  onTimeRate: Share;
  acceptanceRate: Share;
  misDispatchRate: Share;
  visitRate: Share;
  satisfaction: Share & { participation: number | null };
}

export interface Statistics extends Measures {
  from: Instant;
  to: Instant;
  items: Value;
  by?: Grouping;
  groups?: (Measures & { key: string | null })[];
  /** Disputes of the period that were late, by what was owed. */
  lateness: (Value & { kind: ObligationKind })[];
  /** What is open now, by who holds it and by days since it was entered. */
  ageing: { departmentId: string; ages: (Value & { fromDays: number; toDays: number | null })[] }[];
}

export interface Examples {
  at: Instant;
  zone: string;
  items: Example[];
}

export type CalendarOfYear = Pick<CalendarYear, 'region' | 'year' | 'official' | 'source'>;

/** What is kept how long, and what has been kept long enough. */
export interface Retention extends RetentionTable {
  /** 0: the table that ships. */
  version: number;
  publishedAt: Date | null;
  publishedBy: string | null;
  /** Where it holds: there and below; null: wherever no nearer one does. */
  departmentId: string | null;
  rows: DueRows[];
  due: Due[];
  lastRun: { name: string; endedAt: Date; erased: Record<string, unknown> } | null;
}

export interface AuditEntry extends Omit<AuditRow, 'id' | 'text'> {
  reason: string | null;
}

export interface Verification {
  ok: boolean;
  checked: number;
  disputes: number;
  firstBroken: Finding | null;
  problems: Finding[];
}
