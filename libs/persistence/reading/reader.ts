import type { DataSource } from 'typeorm';
import type { DisputeRow } from '#domain/dispute/row.js';
import { runAlone, transaction, type Prepared, type Transaction } from '../database/database.js';
import { quoted } from '../database/quoted.js';

export interface ReadAs {
  userId: string;
  scopes: readonly string[];
}

/** What a command has to know of its dispute before it is sent. */
export interface SeenCase {
  id: string;
  /** The last seq of its record, and the hash of that entry in base64. */
  seq: number;
  head: string;
  rehearsal: boolean;
  aheadMs: number;
}

/** What was kept of a key's first try. */
export interface KeptReceipt {
  bodyHmac: string;
  receivedAt: Date;
  /** Where the record has the answer already. */
  seq: number | null;
}

interface OpenedCommand extends KeptReceipt {
  recordSeq: number;
  recordHead: string;
  rehearsal: boolean;
  aheadMs: number;
  now: Date;
}

const FIND: Prepared = { name: 'find-dispute', text: `SELECT "row", state FROM find_dispute($1, $2, $3)` };
const OPEN: Prepared = { name: 'open-command', text: `SELECT * FROM open_command($1, $2, $3, $4, $5)` };

/**
 * Reads of the API: one transaction each, begun with who reads, so that row-level security cuts away what they may not
 * see. Without this beginning there are no rows at all.
 */
export class Reader {
  constructor(private readonly source: DataSource) {}

  async as<T>({ userId, scopes }: ReadAs, work: (db: Transaction) => Promise<T>): Promise<T> {
    // One round trip with the BEGIN. Quoted by hand, because a statement with parameters cannot be two statements.
    const who = `SET LOCAL app.user_id = ${quoted(userId)}; SET LOCAL app.scopes = ${quoted(scopes.join(','))}`;
    return transaction(this.source, work, who);
  }

  /** The one read that every request makes, in a single round trip: the function begins with who reads, too. */
  async findDispute({ userId, scopes }: ReadAs, id: string): Promise<{ row: DisputeRow; state: unknown } | null> {
    const [found] = await runAlone<{ row: DisputeRow; state: unknown }>(this.source, FIND, [
      userId,
      scopes.join(','),
      id,
    ]);
    return found ?? null;
  }

  /**
   * Notes the first try of a command's key and looks at the dispute that it is for, in a single round trip.
   *
   * @param id null for a command that is for no dispute yet
   * @param first the first try; its key is null where the sender gave none
   * @returns the dispute, null where there is none that the reader may see; what is kept of the key, null without one; and
   *   when this was, by PostgreSQL's clock
   */
  async openCommand(
    { userId, scopes }: ReadAs,
    id: string | null,
    first: { key: string | null; bodyHmac: string },
  ): Promise<{ seen: SeenCase | null; kept: KeptReceipt | null; now: Date }> {
    const values = [userId, scopes.join(','), id, first.key, first.bodyHmac];
    const [opened] = await runAlone<OpenedCommand>(this.source, OPEN, values);
    const { recordSeq, recordHead, rehearsal, aheadMs, bodyHmac, receivedAt, seq, now } = opened!;
    return {
      seen:
        id !== null && typeof rehearsal === 'boolean'
          ? { id, seq: recordSeq, head: recordHead, rehearsal, aheadMs }
          : null,
      kept: receivedAt ? { bodyHmac, receivedAt, seq } : null,
      now,
    };
  }

  /** The try of this key is over without an answer that the record would hold: the next one is a new deed. */
  async refuseCommand(key: string): Promise<void> {
    await this.source.query(`UPDATE command_key SET refused = true WHERE key = $1 AND seq IS NULL`, [key]);
  }
}
