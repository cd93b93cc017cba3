import type { DataSource } from 'typeorm';
import type { DisputeRow } from '#domain/rows.js';
import { transaction, type Transaction } from './database.js';

export interface ReadAs {
  userId: string;
  scopes: readonly string[];
}

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * Reads of the API: one transaction each, begun with who reads, so that row-level security cuts away what they may not
 * see. Without this beginning there are no rows at all.
 */
export class Reader {
  constructor(private readonly source: DataSource) {}

  async as<T>({ userId, scopes }: ReadAs, work: (db: Transaction) => Promise<T>): Promise<T> {
    // One round trip with the BEGIN. Quoted by hand, because a statement with parameters cannot be two statements.
    const who = `SET LOCAL app.user_id = ${quote(userId)}; SET LOCAL app.scopes = ${quote(scopes.join(','))}`;
    return transaction(this.source, work, who);
  }

  /** The one read that every request makes, in a single round trip: the function begins with who reads, too. */
  async findDispute({ userId, scopes }: ReadAs, id: string): Promise<{ row: DisputeRow; state: unknown } | null> {
    const [found] = (await this.source.query(`SELECT "row", state FROM find_dispute($1, $2, $3)`, [
      userId,
      scopes.join(','),
      id,
    ])) as { row: DisputeRow; state: unknown }[];
    return found ?? null;
  }
}
