import { createHash, type Hash } from 'node:crypto';
import { canonical } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import type { Vault } from '../vault/vault.js';

/**
 * How many looks there were, and which, by who may read them (`visible_to`): an auditor who sees such a row sees every
 * look that it counts, and so can tell that one is gone.
 */

const AT_ONCE = 2_000;

interface Stretch {
  visibleTo: string[];
  /** The last look before, and the last one that counts. */
  from: string;
  until: string;
  entries: number;
  digest: Buffer;
  takenAt: Date;
}
interface Noted extends Stretch {
  run: number;
  mac: string;
}

const COLUMNS = `visible_to AS "visibleTo", from_id AS "from", until_id AS "until", entries, digest, taken_at AS "takenAt", run, mac`;

const macOf = (vault: Vault, { visibleTo, from, until, entries, digest, takenAt }: Stretch, run: number) =>
  vault.match(
    'log-checkpoint',
    canonical({
      visibleTo,
      from,
      until,
      entries,
      digest: digest.toString('hex'),
      takenAt: takenAt.toISOString(),
      run,
    }),
  );

interface Look {
  id: string;
  mac: string;
  visibleTo: string[];
}

/** Looks by their number, in pieces. */
async function* looksAfter(db: Db, from: string, until: string): AsyncGenerator<Look> {
  for (let after = from; ;) {
    const found = await rows<Look>(
      db,
      `SELECT id, mac, visible_to AS "visibleTo" FROM access_log WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3`,
      [after, until, AT_ONCE],
    );
    yield* found;
    if (found.length < AT_ONCE) return;
    after = found.at(-1)!.id;
  }
}

/** Looks of one group as they come by: how many, and which. */
export class Tally {
  private hash: Hash = createHash('sha256');
  entries = 0;

  add(mac: string): void {
    this.entries += 1;
    this.hash.update(mac).update('\n');
  }

  /** What came by since the last time. */
  take(): { entries: number; digest: Buffer } {
    const taken = { entries: this.entries, digest: this.hash.digest() };
    this.hash = createHash('sha256');
    this.entries = 0;
    return taken;
  }
}

/** The number of the last look that is there. In a transaction of its own: it holds up whoever writes one. */
export async function endOfLog(db: Db): Promise<string> {
  const { end } = await one<{ end: string }>(db, `SELECT access_log_end() AS "end"`);
  return end;
}

/** Notes what was added up to `end`, a row for each group that grew; answers how many did. */
export async function noteLog(db: Db, vault: Vault, end: string, run: number, now: Date): Promise<number> {
  const { last } = await one<{ last: string }>(db, `SELECT coalesce(max(until_id), 0) AS last FROM log_checkpoint`);
  const groups = new Map<string, { visibleTo: string[]; tally: Tally }>();
  for await (const { mac, visibleTo } of looksAfter(db, last, end)) {
    const name = canonical(visibleTo);
    const group = groups.get(name) ?? { visibleTo, tally: new Tally() };
    groups.set(name, group);
    group.tally.add(mac);
  }
  for (const { visibleTo, tally } of groups.values()) {
    const { from } = await one<{ from: string }>(
      db,
      `SELECT coalesce(max(until_id), 0) AS "from" FROM log_checkpoint WHERE visible_to = $1`,
      [visibleTo],
    );
    const stretch: Stretch = { visibleTo, from, until: end, takenAt: now, ...tally.take() };
    await db.query(
      `INSERT INTO log_checkpoint (visible_to, from_id, until_id, entries, digest, taken_at, run, mac)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [visibleTo, from, end, stretch.entries, stretch.digest, now, run, macOf(vault, stretch, run)],
    );
  }
  return groups.size;
}

async function* notedByEnd(db: Db): AsyncGenerator<Noted> {
  for (let after: Noted | null = null; ;) {
    const found: Noted[] = await rows<Noted>(
      db,
      `SELECT ${COLUMNS} FROM log_checkpoint WHERE (until_id, visible_to) > ($1, $2::text[])
       ORDER BY until_id, visible_to LIMIT $3`,
      [after?.until ?? '-1', after?.visibleTo ?? [], AT_ONCE],
    );
    yield* found;
    if (found.length < AT_ONCE) return;
    after = found.at(-1)!;
  }
}

/** Compares looks, which are handed over in the order of their numbers, with what checkpoints counted. */
export class Recount {
  private readonly noted: AsyncGenerator<Noted>;
  private next: IteratorResult<Noted, void> | null = null;
  private readonly groups = new Map<string, { tally: Tally; until: string }>();
  problem: string | null = null;

  constructor(
    db: Db,
    private readonly vault: Vault,
  ) {
    this.noted = notedByEnd(db);
  }

  async pass({ id, mac, visibleTo }: Look): Promise<void> {
    await this.settle(BigInt(id));
    this.groupOf(visibleTo).tally.add(mac);
  }

  async end(): Promise<void> {
    await this.settle(null);
  }

  /** Compares every checkpoint that lies before this look. */
  private async settle(look: bigint | null): Promise<void> {
    this.next ??= await this.noted.next();
    while (!this.next.done && (look === null || BigInt(this.next.value.until) < look)) {
      this.compare(this.next.value);
      this.next = await this.noted.next();
    }
  }

  private compare(noted: Noted): void {
    const group = this.groupOf(noted.visibleTo);
    const found = group.tally.take();
    const what = `looks ${noted.from} to ${noted.until} of ${noted.visibleTo.join(' ')}`;
    if (macOf(this.vault, noted, noted.run) !== noted.mac) this.problem ??= `the checkpoint of ${what} was altered`;
    else if (noted.from !== group.until) this.problem ??= `a checkpoint before that of ${what} is not there`;
    else if (found.entries !== noted.entries || !found.digest.equals(noted.digest)) {
      this.problem ??= `of ${what} the checkpoint knew ${noted.entries}, and there are ${found.entries} or other ones`;
    }
    group.until = noted.until;
  }

  private groupOf(visibleTo: string[]) {
    const name = canonical(visibleTo);
    const group = this.groups.get(name) ?? { tally: new Tally(), until: '0' };
    this.groups.set(name, group);
    return group;
  }
}

async function counted(db: Db, { visibleTo, from, until }: Stretch) {
  const tally = new Tally();
  const found = await rows<{ mac: string }>(
    db,
    `SELECT mac FROM access_log WHERE id > $1 AND id <= $2 AND visible_to = $3 ORDER BY id`,
    [from, until, visibleTo],
  );
  for (const { mac } of found) tally.add(mac);
  return tally.take();
}

/**
 * Lets looks go whose time is over, and counts anew what is left. What was not as it was noted is not made to fit.
 *
 * @param before looks from before are among those that go
 * @param drop lets them go, in the same transaction
 */
export async function recounted<T>(db: Db, vault: Vault, before: string | null, drop: () => Promise<T>): Promise<T> {
  const touched =
    before === null
      ? []
      : await rows<Noted>(
          db,
          `SELECT ${COLUMNS} FROM log_checkpoint WHERE entries > 0
             AND from_id < (SELECT coalesce(max(id), 0) FROM access_log WHERE at < $1)`,
          [before],
        );
  const whole: Noted[] = [];
  for (const each of touched) {
    const { entries, digest } = await counted(db, each);
    const isWhole = entries === each.entries && digest.equals(each.digest);
    if (isWhole && macOf(vault, each, each.run) === each.mac) whole.push(each);
  }
  const done = await drop();
  for (const each of whole) {
    const left = { ...each, ...(await counted(db, each)) };
    if (left.entries === each.entries) continue;
    await db.query(
      `UPDATE log_checkpoint SET entries = $3, digest = $4, mac = $5 WHERE visible_to = $1 AND until_id = $2`,
      [each.visibleTo, each.until, left.entries, left.digest, macOf(vault, left, each.run)],
    );
  }
  return done;
}
