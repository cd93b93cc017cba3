import { en } from '#lexicon/en.js';
import type { Lexicon } from '#lexicon/lexicon.js';
import { zh } from '#lexicon/zh.js';
import { tableOf } from './pages.js';

/** The closed lists as the tables of docs/glossary.md. */

type List = { [L in keyof Lexicon]: Lexicon[L] extends Record<string, string> ? L : never }[keyof Lexicon];
const isList = (name: keyof Lexicon): name is List => typeof zh[name] !== 'function';
export const LISTS = (Object.keys(zh) as (keyof Lexicon)[]).filter(isList);

/** What other systems call a word of a list, where that is another word. */
const ELSEWHERE: { [L in List]?: Partial<Record<keyof Lexicon[L], string>> } = {
  grade: { blue: 'low, normal', yellow: 'medium, high', red: 'critical, urgent' },
  role: {
    desk: 'dispatcher',
    handler: 'agent',
    head: 'team lead',
    supervisor: 'manager',
    visitor: 'quality caller',
  },
  feeder: { 'walk-in': 'counter', 'hotline-110': 'call centre' },
  itemState: { new: 'unread', promoted: 'converted', discarded: 'spam, rejected', linked: 'merged' },
  status: {
    entered: 'new, open',
    circulating: 'assigned, pending acceptance',
    handling: 'in progress',
    suspended: 'on hold, pending',
    resolved: 'solved',
    closed: 'closed, archived',
  },
  outcome: { withdrawn: 'cancelled', merged: 'duplicate', 'referred-to-court': 'referred' },
  transferRole: { lead: 'owner', assist: 'collaborator, follower' },
  transferState: {
    offered: 'assigned',
    accepted: 'acknowledged, claimed',
    returned: 'rejected, declined',
    recalled: 'unassigned',
    lapsed: 'timed out',
  },
  kind: {
    'answer-transfer': 'time to own, response time',
    'decide-return': 'reassignment',
    'first-contact': 'first response time',
    handle: 'OLA, time to resolve of a group',
    watch: 'SLA, time to resolve',
    'return-visit': 'follow-up',
    triage: 'classification',
  },
  obligationState: { open: 'running', met: 'fulfilled', late: 'breached, overdue', void: 'cancelled' },
  rung: {
    remind: 'reminder before breach',
    urge: 'escalation level 1',
    supervise: 'escalation level 2',
    redispatch: 'automatic reassignment',
  },
  verb: {
    transfer: 'assign, refer',
    accept: 'claim, take',
    return: 'reject, decline',
    resolve: 'solve',
    note: 'comment, internal note',
    progress: 'update, work note',
    supervise: 'escalate',
    merge: 'mark as duplicate',
  },
  visitOutcome: { unreachable: 'no answer' },
};

export function listTable(list: List): string[] {
  const elsewhere = ELSEWHERE[list] as Record<string, string> | undefined;
  const chinese: Record<string, string> = zh[list];
  const english: Record<string, string> = en[list];
  return tableOf([
    ['word', '中文', 'English', ...(elsewhere ? ['elsewhere called'] : [])],
    ...Object.keys(chinese).map((word) => [
      `\`${word}\``,
      chinese[word]!,
      english[word]!,
      ...(elsewhere ? [elsewhere[word] ?? '–'] : []),
    ]),
  ]);
}
