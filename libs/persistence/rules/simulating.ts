import type { PolicyDocument } from '#domain/policy/document.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import type { Lateness, Counted } from '#domain/simulation/counted.js';
import type { Instant } from '#domain/time/time.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

/** Months of the record under other rules: what is asked for, what is read, and what is kept of it. */

/** Of the rollout of a simulation. */
export interface Simulating {
  version: string;
  /** As it was when it was asked for: a draft goes on being written. */
  document: PolicyDocument;
  /** What is in force, beside which it is set; the calendar counts for both. */
  policyVersion: string;
  calendarVersion: string;
  from: Instant;
  to: Instant;
}

/** What one part of the cases came to. */
export interface Part {
  before: Counted[];
  after: Counted[];
  /** How many became late otherwise, and the first of them. */
  changed: number;
  latenesses: Lateness[];
}

/** So many cases are one part. */
const PART = 50;

const WITHIN = `NOT rehearsal AND created_at < $2 AND (closed_at IS NULL OR closed_at >= $1)`;

/** The cases that were open at some time of a period, in parts: each is the ids from its first to its last. */
export async function partsOf(db: Db, { from, to }: Pick<Simulating, 'from' | 'to'>): Promise<string[]> {
  const found = await rows<{ id: string }>(db, `SELECT id FROM dispute WHERE ${WITHIN} ORDER BY id`, [from, to]);
  return Array.from({ length: Math.ceil(found.length / PART) }, (_, n) => {
    const part = found.slice(n * PART, (n + 1) * PART);
    return `${part[0]!.id} ${part.at(-1)!.id}`;
  });
}

/** The records of a part, without what people typed. */
export async function recordsOf(
  db: Db,
  part: string,
  { from, to }: Pick<Simulating, 'from' | 'to'>,
): Promise<Map<string, DisputeEvent[]>> {
  const [first, last] = part.split(' ');
  const found = await rows<{
    id: string;
    at: Date;
    isAnswer: boolean;
    type: string;
    actor: unknown;
    data: unknown;
    seq: number;
  }>(
    db,
    `SELECT e.dispute_id AS id, e.seq, e.at, e.type, e.actor, e.data, e.answers IS NOT NULL AS "isAnswer"
     FROM event e JOIN dispute d ON d.id = e.dispute_id
     WHERE d.id BETWEEN $3 AND $4 AND ${WITHIN} ORDER BY e.dispute_id, e.seq`,
    [from, to, first, last],
  );
  const records = new Map<string, DisputeEvent[]>();
  for (const { id, at, isAnswer, ...rest } of found) {
    const event = { ...rest, at: at.toISOString(), ...(isAnswer && { answers: NOBODYS }) } as DisputeEvent;
    const record = records.get(id);
    if (record) record.push(event);
    else records.set(id, [event]);
  }
  return records;
}

/** That a deed ends here, and not whose. */
const NOBODYS = { key: '', bodyHmac: '' };

export interface SimulationRow {
  id: string;
  what: Simulating;
}

/** Run inside `Reader.as`: null where there is none that the reader may see. */
export async function findSimulation(db: Db, id: string): Promise<SimulationRow | null> {
  const [found] = await rows<SimulationRow>(
    db,
    `SELECT id, what FROM rollout WHERE id = $1 AND kind = 'simulate-rules'`,
    [id],
  );
  return found ?? null;
}

export async function partsDone(db: Db, id: string): Promise<Part[]> {
  const found = await rows<{ facts: Part }>(
    db,
    `SELECT facts FROM rollout_item WHERE rollout_id = $1 AND state = 'moved' ORDER BY n`,
    [id],
  );
  return found.map(({ facts }) => facts);
}
