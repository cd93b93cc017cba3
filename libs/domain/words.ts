/** The closed word lists of the domain (docs/glossary.md has them in English and 中文). Literal unions, no enums. */

export const GRADES = ['blue', 'yellow', 'red'] as const;
export type Grade = (typeof GRADES)[number];

export const COMPLEXITIES = ['simple', 'ordinary', 'complex'] as const;
export type Complexity = (typeof COMPLEXITIES)[number];

export const CATEGORIES = [
  'family',
  'neighbours',
  'homestead',
  'land-title',
  'land-contract',
  'forest-title',
  'water',
  'expropriation',
  'labour',
  'debt',
  'contract',
  'consumer',
  'traffic',
  'medical',
  'property',
  'environment',
  'public-order',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

export const DANGER_SIGNS = [
  'violence',
  'weapon',
  'self-harm',
  'threat',
  'group',
  'minor',
  'domestic-violence',
] as const;
export type DangerSign = (typeof DANGER_SIGNS)[number];

/** What a file is kept as. Of pictures, those that every browser shows: what else is handed in becomes one of them. */
export const FILE_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'message/rfc822',
  'application/zip',
  'audio/mpeg',
  'audio/mp4',
  'audio/amr',
  'audio/wav',
  'video/mp4',
  'video/quicktime',
  'video/3gpp',
] as const;
export type FileType = (typeof FILE_TYPES)[number];

export const FILE_GROUPS = ['picture', 'document', 'archive', 'sound', 'video'] as const;
export type FileGroup = (typeof FILE_GROUPS)[number];

export const FEEDERS = [
  'patrol',
  'info-officer',
  'chat-group',
  'walk-in',
  'hotline-110',
  'survey',
  'joint-meeting',
  'other',
] as const;
export type Feeder = (typeof FEEDERS)[number];

export const ITEM_STATES = ['new', 'promoted', 'discarded', 'linked'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export const PARTY_ROLES = ['applicant', 'respondent', 'victim', 'witness', 'other'] as const;
export type PartyRole = (typeof PARTY_ROLES)[number];

export const ROLES = ['reporter', 'desk', 'handler', 'head', 'visitor', 'supervisor', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const STATUSES = ['entered', 'circulating', 'handling', 'suspended', 'statutory', 'resolved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

/** On what an erasure rests: the table of retention, PIPL art. 47, or somebody with the power to order it. */
export const ERASURE_GROUNDS = ['retention-over', 'person-request', 'unlawful-processing', 'authority-order'] as const;
export type ErasureGround = (typeof ERASURE_GROUNDS)[number];

export const RETURN_REASONS = [
  'not-our-duty',
  'out-of-area',
  'already-in-procedure',
  'insufficient-facts',
  'party-refuses',
] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

export const OUTCOMES = [
  'settled-on-spot',
  'mediated',
  'decided',
  'referred-to-court',
  'refused',
  'withdrawn',
  'merged',
  'invalid',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The ends that a holder may record with `resolve`; withdrawing and merging are verbs of their own. */
export const RESOLVE_OUTCOMES = [
  'settled-on-spot',
  'mediated',
  'decided',
  'referred-to-court',
  'refused',
  'invalid',
] as const satisfies readonly Outcome[];

/** Only these two count as resolved in the resolution rate (domain.md §3). */
export const RESOLVING_OUTCOMES: readonly Outcome[] = ['settled-on-spot', 'mediated'];

/** Grounds on which handling may stop for a time 中止. */
export const SUSPENSION_GROUNDS = [
  'appraisal',
  'court',
  'arbitration',
  'force-majeure',
  'party-absent',
  'other-authority',
] as const;
export type SuspensionGround = (typeof SUSPENSION_GROUNDS)[number];

/** How a statutory track ends; the dispute goes back to its holder, who resolves it. */
export const TRACK_OUTCOMES = ['decided', 'mediated', 'rejected', 'withdrawn'] as const;
export type TrackOutcome = (typeof TRACK_OUTCOMES)[number];

export const VISIT_MODES = ['phone', 'in-person', 'in-person-pair'] as const;
export type VisitMode = (typeof VISIT_MODES)[number];

/** Who may make a visit: others than whose work is looked at, or anybody. */
/** By what a report is read for danger: the rules of words alone, or all of its words weighed besides. */
export const DANGER_BY = ['words-and-weights', 'words'] as const;
export type DangerBy = (typeof DANGER_BY)[number];
export const VISIT_BY = ['others', 'any'] as const;
export type VisitBy = (typeof VISIT_BY)[number];

export const VISIT_OUTCOMES = ['stable', 'uneasy', 'relapsed', 'unreachable'] as const;
export type VisitOutcome = (typeof VISIT_OUTCOMES)[number];

/** What a spot check 抽查回访 hears: what the visit told, or something else. */
export const CHECK_RESULTS = ['confirmed', 'different'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

export const TRANSFER_ROLES = ['lead', 'assist'] as const;
export type TransferRole = (typeof TRANSFER_ROLES)[number];

export const KINDS = [
  'grade',
  'dispatch',
  'answer-transfer',
  'decide-return',
  'first-contact',
  'plan',
  'handle',
  'stabilise',
  'decide-extension',
  'review-suspension',
  'assist-report',
  'meeting',
  'meeting-decision',
  'supervision-answer',
  'statutory-step',
  'safety-check',
  'triage',
  'return-visit',
  'spot-check',
  'agreement-term',
  'watch',
] as const;
export type ObligationKind = (typeof KINDS)[number];

export const POSTS = [
  'handler',
  'head',
  'desk',
  'visitor',
  'director',
  'political-legal',
  'secretary',
  'county',
] as const;
export type Post = (typeof POSTS)[number];

export const RUNG_ACTIONS = [
  'remind',
  'warn',
  'explain',
  'urge',
  'supervise',
  'bulletin',
  'propose-listing',
  'redispatch',
] as const;
export type RungAction = (typeof RUNG_ACTIONS)[number];

/** What somebody did that others must hear of. */
export const DEEDS_TOLD = [
  'offered',
  'accepted',
  'accepted-by-silence',
  'returned',
  'return-upheld',
  'return-not-upheld',
  'recalled',
  'assist-ended',
  'lapsed',
  'resolved',
  'merged',
  'absorbed',
  'split',
  'split-off',
  'withdrawn',
  'reopened',
  'relapsed',
  'unreachable',
  'welfare-check',
  'visit-to-confirm',
  'check-drawn',
  'visit-different',
  'extension-asked',
  'extension-approved',
  'extension-refused',
  'suspended',
  'resumed',
  'statutory',
  'statutory-ended',
  'supervision',
  'supervision-answered',
  'urged',
  'meeting',
  'meeting-decision',
  'assigned',
  'moved',
  'item',
  'item-urgent',
  'item-promoted',
  'item-linked',
  'item-discarded',
] as const;
/** What was done to many at once, told to each person once: how much of it is theirs. */
export const DIGESTS_TOLD = ['dates-moved', 'late-moved', 'late-imported'] as const;
export type DigestKind = (typeof DIGESTS_TOLD)[number];
/** What a notice is for: a rung of a ladder, a deed, or what was done to many. */
export const NOTICE_KINDS = [...RUNG_ACTIONS, ...DEEDS_TOLD, ...DIGESTS_TOLD] as const;
export type NoticeKind = RungAction | (typeof DEEDS_TOLD)[number] | DigestKind;

export const TRACKS = ['land-title', 'forest-title', 'land-contract-arbitration', 'labour', 'petition'] as const;
export type Track = (typeof TRACKS)[number];

/** Order of danger: how far a grade stands above blue. */
export function gradeRank(grade: Grade): number {
  return GRADES.indexOf(grade);
}

export function stricterGrade(a: Grade, b: Grade): Grade {
  return gradeRank(a) >= gradeRank(b) ? a : b;
}

/** What is done to many things at a pace of its own. */
export const ROLLOUT_KINDS = [
  'import-disputes',
  'import-items',
  'import-departments',
  'import-people',
  'close-department',
  'invite-people',
  'move-rules',
  'simulate-rules',
] as const;
export type RolloutKind = (typeof ROLLOUT_KINDS)[number];

/** What a file brings in: departments, people, open cases, reports. */
export const IMPORT_KINDS = ['departments', 'people', 'disputes', 'items'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
