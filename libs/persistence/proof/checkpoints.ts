import type { DataSource } from 'typeorm';
import { canonical } from '../database/canonical.js';
import { transaction, type Db, type Transaction } from '../database/database.js';
import { rows } from '../database/rows.js';
import type { RunsAtHand } from '../keeping/runs.js';
import { Tally, endOfLog, noteLog } from '../audit/log-checkpoints.js';
import { noteRows, rowsIn } from './row-checkpoints.js';
import type { Vault } from '../vault/vault.js';

/** Where the chains of all disputes stand, kept apart from them and under a keyed hash; and how far the access log went. */

const AT_ONCE = 500;

/** Of what there are chains, and where their entries stand. */
const EVENTS = { dispute: 'event', item: 'item_event' } as const;
type Kind = keyof typeof EVENTS;
const KINDS = Object.keys(EVENTS) as Kind[];

interface Head {
  /** Or an item's. */
  disputeId: string;
  kind: Kind;
  seq: number;
  hash: Buffer;
  takenAt: Date;
  visibleTo: string[];
  /** When the entries up to there were recorded, and who was told of them; null in those of before it was noted. */
  recorded: Buffer | null;
  notices: Buffer | null;
}

const macOf = (vault: Vault, head: Head) => {
  const { disputeId, kind, seq, hash, takenAt, visibleTo, recorded, notices } = head;
  const more = recorded && {
    kind,
    visibleTo,
    recorded: recorded.toString('hex'),
    notices: notices?.toString('hex') ?? null,
  };
  return vault.match(
    'checkpoint',
    canonical({ disputeId, seq, hash: hash.toString('hex'), takenAt: takenAt.toISOString(), ...more }),
  );
};

const digest = (line: string, order: string) =>
  `sha256(convert_to(coalesce(string_agg(${line}, E'\\n' ORDER BY ${order}), ''), 'UTF8'))`;
const micros = (column: string) => `(extract(epoch FROM ${column}) * 1000000)::bigint`;

/** When the entries of one, up to a seq, were recorded. */
const recordedOf = (kind: Kind, id: string, seq: string) =>
  `(SELECT ${digest(`concat_ws(' ', e.seq, ${micros('e.recorded_at')})`, 'e.seq')}
    FROM ${EVENTS[kind]} e WHERE e.${kind}_id = ${id} AND e.seq <= ${seq})`;
/** Who was told of them. */
const noticesOf = (kind: Kind, id: string, seq: string) => {
  const line = `concat_ws(' ', n.seq, n.user_id, n.kind, coalesce(n.obligation_id, '-'), ${micros('n.at')})`;
  return `(SELECT ${digest(line, `${line} COLLATE "C"`)}
    FROM notice n WHERE ${kind === 'item' ? 'n.dispute_id IS NULL AND ' : ''}n.${kind}_id = ${id} AND n.seq <= ${seq})`;
};

/** One round of notes, bound to the one before. */
export interface CheckpointRun {
  n: number;
  takenAt: Date;
  noted: number;
  digest: Buffer;
  mac: string;
}

const runMacOf = (vault: Vault, { n, takenAt, noted, digest }: Omit<CheckpointRun, 'mac'>, previous: string) =>
  vault.match(
    'checkpoint-run',
    canonical({ n, takenAt: takenAt.toISOString(), noted, digest: digest.toString('hex'), previous }),
  );

const RUNS = `SELECT n, taken_at AS "takenAt", noted, digest, mac FROM checkpoint_run`;

/** The last round there is; null before the first. */
export async function lastRun(db: Db): Promise<CheckpointRun | null> {
  const [last] = await rows<CheckpointRun>(db, `${RUNS} ORDER BY n DESC LIMIT 1`);
  return last ?? null;
}
/** What is told of a round to those who keep it elsewhere: signed by the key that signs dossiers. */
export function sayRun({ n, takenAt, noted, digest, mac }: CheckpointRun): string {
  return [
    'dispute-circulation checkpoint',
    `number: ${n}`,
    `taken at: ${takenAt.toISOString()}`,
    `notes: ${noted}`,
    `digest: ${digest.toString('hex')}`,
    `known as: ${n}:${mac}`,
    '',
  ].join('\n');
}

/** What a round noted: chains by their heads, looks by their stretches (how many are left of those may change). */
async function notedIn(db: Db, n: number): Promise<{ noted: number; digest: Buffer }> {
  const tally = new Tally();
  const note = (line: string) => tally.add(line);
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const heads = await rows<{ id: string; seq: number; hash: Buffer }>(
      db,
      `SELECT dispute_id AS id, seq, hash FROM checkpoint WHERE run = $1 AND dispute_id > $2
       ORDER BY dispute_id LIMIT $3`,
      [n, after, AT_ONCE],
    );
    for (const { id, seq, hash } of heads) note(canonical([id, seq, hash.toString('hex')]));
    if (heads.length < AT_ONCE) break;
    after = heads.at(-1)!.id;
  }
  const stretches = await rows<{ of: string[]; from: string; until: string }>(
    db,
    `SELECT visible_to AS of, from_id AS "from", until_id AS "until" FROM log_checkpoint WHERE run = $1 ORDER BY visible_to`,
    [n],
  );
  for (const { of, from, until } of stretches) note(canonical([of, from, until]));
  for (const line of await rowsIn(db, n)) note(line);
  const { entries: noted, digest } = tally.take();
  return { noted, digest };
}

/** Only one at a time: two would share out between them what one round is to hold. */
const ONE_AT_A_TIME = 20261126;

/**
 * Notes every chain that grew since it was noted last, every look since, and what else is another; answers how many chains
 * did.
 *
 * @param source one that waits (`openPatient`): the first round is of all that there is
 * @param accepted as for `noteRows`
 */
export async function takeCheckpoint(
  source: DataSource,
  vault: Vault,
  now: Date,
  accepted: readonly string[] = [],
): Promise<number> {
  const end = await endOfLog(source);
  return transaction(source, (db) => round(db, vault, now, end, accepted));
}

async function round(
  db: Transaction,
  vault: Vault,
  now: Date,
  end: string,
  accepted: readonly string[],
): Promise<number> {
  await db.query(`SELECT pg_advisory_xact_lock($1)`, [ONE_AT_A_TIME]);
  const last = await lastRun(db);
  const n = (last?.n ?? 0) + 1;
  const since = last && isSameDay(last.takenAt, now) ? last.takenAt : null;
  let taken = 0;
  for (const kind of KINDS) taken += await noteChains(db, vault, kind, since, n, now);
  const looks = await noteLog(db, vault, end, n, now);
  const changed = await noteRows(db, vault, n, now, accepted);
  if (taken + looks + changed > 0) {
    const run = { n, takenAt: now, ...(await notedIn(db, n)) };
    await db.query(`INSERT INTO checkpoint_run (n, taken_at, noted, digest, mac) VALUES ($1, $2, $3, $4, $5)`, [
      n,
      now,
      run.noted,
      run.digest,
      runMacOf(vault, run, last?.mac ?? ''),
    ]);
  }
  return taken;
}

/** Of the same day, the later one after the other. A clock that was put back tells nothing of what was recorded since. */
const isSameDay = (earlier: Date, later: Date) =>
  earlier <= later && earlier.toISOString().slice(0, 10) === later.toISOString().slice(0, 10);

/**
 * Those that grew since they were noted.
 *
 * @param since when they were last looked for: a round costs by what was recorded since, however many there are, but for an
 *   hour that clocks may differ by and an entry may be on its way; null: all are looked at
 */
export async function grownSince(db: Db, kind: Kind, since: Date | null): Promise<string[]> {
  const recently = `d.id IN (SELECT ${kind}_id FROM ${EVENTS[kind]} WHERE recorded_at > $1::timestamptz - interval '1 hour')`;
  const found = await rows<{ id: string }>(
    db,
    `SELECT d.id FROM ${kind} d WHERE ${since ? recently : 'true'}
       AND NOT EXISTS (SELECT FROM checkpoint c WHERE c.dispute_id = d.id AND c.seq >= d.seq)
     ORDER BY d.id`,
    since ? [since] : [],
  );
  return found.map(({ id }) => id);
}

async function noteChains(
  db: Db,
  vault: Vault,
  kind: Kind,
  since: Date | null,
  run: number,
  now: Date,
): Promise<number> {
  const ids = await grownSince(db, kind, since);
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const heads = await rows<Omit<Head, 'takenAt' | 'kind'>>(
      db,
      `SELECT d.id AS "disputeId", d.seq, d.head_hash AS hash, d.visible_to AS "visibleTo",
         ${recordedOf(kind, 'd.id', 'd.seq')} AS recorded, ${noticesOf(kind, 'd.id', 'd.seq')} AS notices
       FROM ${kind} d WHERE d.id = ANY($1::uuid[])`,
      [ids.slice(at, at + AT_ONCE)],
    );
    await db.query(
      `INSERT INTO checkpoint (dispute_id, kind, seq, hash, recorded, notices, taken_at, visible_to, mac, run)
       SELECT id, $4, seq, decode(hash, 'hex'), decode(recorded, 'hex'), decode(notices, 'hex'), $2, visible_to, mac, $3
       FROM jsonb_to_recordset($1::jsonb)
         AS h(id uuid, seq integer, hash text, recorded text, notices text, visible_to text[], mac text)
       ON CONFLICT DO NOTHING`,
      [
        JSON.stringify(
          heads.map((head) => ({
            id: head.disputeId,
            seq: head.seq,
            hash: head.hash.toString('hex'),
            recorded: head.recorded?.toString('hex'),
            notices: head.notices?.toString('hex'),
            visible_to: head.visibleTo,
            mac: macOf(vault, { ...head, kind, takenAt: now }),
          })),
        ),
        now,
        run,
        kind,
      ],
    );
  }
  return ids.length;
}

/** The first round that is not there or does not hold what it held; null when all do. For who sees every row. */
export async function firstFalseRun(db: Db, vault: Vault): Promise<string | null> {
  let previous = '';
  let last = 0;
  for (const run of await rows<CheckpointRun>(db, `${RUNS} ORDER BY n`)) {
    if (run.n !== last + 1) return `checkpoint ${last + 1} is not there`;
    if (runMacOf(vault, run, previous) !== run.mac) return `checkpoint ${run.n} was altered`;
    const { noted, digest } = await notedIn(db, run.n);
    if (noted !== run.noted || !digest.equals(run.digest)) return `checkpoint ${run.n} does not hold what it held`;
    ({ mac: previous, n: last } = run);
  }
  return null;
}

/** Whether a round that somebody noted outside of this database is in it, as it was. */
export async function knowsRun(db: Db, n: number, mac: string): Promise<boolean> {
  const found = await rows(db, `SELECT FROM checkpoint_run WHERE n = $1 AND mac = $2`, [n, mac]);
  return found.length > 0;
}

/**
 * The first entry that a checkpoint knew and the record has not, or has otherwise, or that was recorded, or told, at another
 * time or to others; null when all are there.
 *
 * @param told whether its notices are looked at, too: who reads sees all of them, and they did not go with its persons
 */
export async function firstLost(
  db: Db,
  vault: Vault,
  runs: RunsAtHand,
  kind: Kind,
  id: string,
  hashes: readonly Buffer[],
  told: boolean,
): Promise<{ seq: number; what: string } | null> {
  const heads = await rows<Head & { mac: string; recordedNow: Buffer; noticesNow: Buffer }>(
    db,
    `SELECT dispute_id AS "disputeId", kind, seq, hash, taken_at AS "takenAt", visible_to AS "visibleTo", recorded, notices,
       mac, ${recordedOf(kind, 'c.dispute_id', 'c.seq')} AS "recordedNow", ${noticesOf(kind, 'c.dispute_id', 'c.seq')} AS "noticesNow"
     FROM checkpoint c WHERE dispute_id = $1 ORDER BY seq`,
    [id],
  );
  for (const head of heads) {
    const { seq, hash, mac, takenAt, recorded, notices } = head;
    const of = `the checkpoint of ${takenAt.toISOString()} knew`;
    if (macOf(vault, head) !== mac || head.kind !== kind)
      return { seq, what: `the checkpoint of entry ${seq} was altered` };
    if (!hashes[seq - 1]?.equals(hash)) return { seq, what: `entry ${seq} is not what ${of}` };
    if (recorded && !recorded.equals(head.recordedNow)) {
      return { seq, what: `up to entry ${seq} something was recorded at another time than ${of}` };
    }
    if (notices && told && !notices.equals(head.noticesNow)) {
      // Notices have a time of their own.
      if (await runs.haveLetGo(db, 'notice', takenAt)) continue;
      return { seq, what: `up to entry ${seq} others were told, or at another time, than ${of}` };
    }
  }
  return null;
}
