import { canonical } from './canonical.js';
import type { Db } from './database.js';
import type { Vault } from './vault.js';

/** Where the chains of all disputes stand, kept apart from them and under a keyed hash. */

const AT_ONCE = 500;

interface Head {
  disputeId: string;
  seq: number;
  hash: Buffer;
  takenAt: Date;
}

const macOf = (vault: Vault, { disputeId, seq, hash, takenAt }: Head) =>
  vault.match('checkpoint', canonical({ disputeId, seq, hash: hash.toString('hex'), takenAt: takenAt.toISOString() }));

/** Notes every chain that grew since it was noted last; answers how many did. */
export async function takeCheckpoint(db: Db, vault: Vault, now: Date): Promise<number> {
  for (let taken = 0; ;) {
    const grown = (await db.query(
      `SELECT d.id AS "disputeId", d.seq, d.head_hash AS hash, d.visible_to AS "visibleTo" FROM dispute d
       WHERE NOT EXISTS (SELECT 1 FROM checkpoint c WHERE c.dispute_id = d.id AND c.seq >= d.seq)
       ORDER BY d.id LIMIT ${AT_ONCE}`,
    )) as (Omit<Head, 'takenAt'> & { visibleTo: string[] })[];
    if (grown.length === 0) return taken;
    await db.query(
      `INSERT INTO checkpoint (dispute_id, seq, hash, taken_at, visible_to, mac)
       SELECT id, seq, decode(hash, 'hex'), $2, visible_to, mac
       FROM jsonb_to_recordset($1::jsonb) AS h(id uuid, seq integer, hash text, visible_to text[], mac text)
       ON CONFLICT DO NOTHING`,
      [
        JSON.stringify(
          grown.map(({ disputeId: id, seq, hash, visibleTo }) => ({
            id,
            seq,
            hash: hash.toString('hex'),
            visible_to: visibleTo,
            mac: macOf(vault, { disputeId: id, seq, hash, takenAt: now }),
          })),
        ),
        now,
      ],
    );
    taken += grown.length;
  }
}

/** The first entry that a checkpoint knew and the record has not, or has otherwise; null when all are there. */
export async function firstLost(
  db: Db,
  vault: Vault,
  disputeId: string,
  hashes: readonly Buffer[],
): Promise<{ seq: number; what: string } | null> {
  const heads = (await db.query(
    `SELECT dispute_id AS "disputeId", seq, hash, taken_at AS "takenAt", mac FROM checkpoint
     WHERE dispute_id = $1 ORDER BY seq`,
    [disputeId],
  )) as (Head & { mac: string })[];
  for (const head of heads) {
    const { seq, hash, mac, takenAt } = head;
    if (macOf(vault, head) !== mac) return { seq, what: `the checkpoint of entry ${seq} was altered` };
    if (!hashes[seq - 1]?.equals(hash)) {
      return { seq, what: `entry ${seq} is not what the checkpoint of ${takenAt.toISOString()} knew` };
    }
  }
  return null;
}
