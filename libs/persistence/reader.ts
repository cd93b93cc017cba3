import type { DataSource, QueryRunner } from 'typeorm';
import type { Db } from './database.js';

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

  async as<T>(who: ReadAs, work: (db: Db) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      await begin(runner, who);
      const result = await work(runner);
      await runner.query('COMMIT');
      return result;
    } catch (error) {
      await runner.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

/** One round trip. Quoted by hand, because a statement with parameters cannot be two statements. */
async function begin(runner: QueryRunner, { userId, scopes }: ReadAs): Promise<void> {
  await runner.query(
    `BEGIN; SET LOCAL app.user_id = ${quote(userId)}; SET LOCAL app.scopes = ${quote(scopes.join(','))}`,
  );
}
