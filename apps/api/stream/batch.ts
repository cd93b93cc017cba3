import type { CaseChanges, HeardNotice } from '#persistence/reading/stream-reader.js';
import type { InboxCounts } from '#persistence/reading/work-reader.js';
import { disputeSummary, nowOf } from '../disputes/view.js';
import type { Actor } from '../http/actor.js';

/** What happened between two places in the order of transactions, as it was read: for one line or for all. */
export interface Batch extends CaseChanges {
  /** From where it was read, and where to go on from. */
  since: string;
  next: string;
  notices: readonly HeardNotice[];
  /** By `worksAs`, of those that were counted anew. */
  counts: ReadonlyMap<string, InboxCounts>;
}

/** An event as it goes out, and what says whether it went out already. */
export interface Told {
  type: 'dispute' | 'notice' | 'counts' | 'resync';
  key: string;
  version: string | number;
  data: string;
}

/** Whose work is the same has the same counts: by department, roles and scopes. */
export const worksAs = ({ departmentId, roles, scopes }: Actor) => [departmentId, ...roles, ...scopes].join(' ');

export const overlap = (some: readonly string[], others: readonly string[]) =>
  some.some((each) => others.includes(each));

/** Written once, however many hear it. */
const written = new WeakMap<object, string>();

function writtenOnce<T extends object>(of: T, data: (of: T) => unknown): string {
  const text = written.get(of) ?? JSON.stringify(data(of));
  written.set(of, text);
  return text;
}

/** What of a batch somebody hears, in the order in which it is told. */
export function* toldTo(actor: Actor, batch: Batch): Generator<Told> {
  const sees = (scopes: readonly string[]) => overlap(actor.scopes, scopes);
  for (const { row, visibleTo } of batch.disputes) {
    if (!sees(visibleTo)) continue;
    const data = writtenOnce(row, (of) => disputeSummary(of, nowOf(of)));
    yield { type: 'dispute', key: row.id, version: row.seq, data };
  }
  for (const { id, leftBy, visibleTo } of batch.gone) {
    if (!sees(leftBy) || sees(visibleTo ?? [])) continue;
    yield { type: 'dispute', key: id, version: 'gone', data: JSON.stringify({ id, gone: true }) };
  }
  for (const { userId, notice, visibleTo } of batch.notices) {
    if (userId !== actor.userId) continue;
    const told = sees(visibleTo ?? []) ? notice : { ...notice, number: null, title: null };
    yield { type: 'notice', key: `notice ${notice.id}`, version: 0, data: JSON.stringify(told) };
  }
  const counts = batch.counts.get(worksAs(actor));
  if (counts) {
    const data = writtenOnce(counts, (of) => of);
    yield { type: 'counts', key: 'counts', version: data, data };
  }
}
