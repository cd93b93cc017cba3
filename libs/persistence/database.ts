import { DataSource, type QueryRunner } from 'typeorm';

/** Anything that answers SQL: the pool, or one transaction of it. */
export type Db = Pick<DataSource | QueryRunner, 'query'>;

export interface Timeouts {
  /** Milliseconds to wait for a free connection, for a lock, and for one statement. */
  connection: number;
  lock: number;
  statement: number;
}

/** Together below the two seconds of the local attempt (architecture.md §1, "Attempts"). */
export const RECORD_TIMEOUTS: Timeouts = { connection: 500, lock: 500, statement: 900 };
export const READ_TIMEOUTS: Timeouts = { connection: 2_000, lock: 1_000, statement: 8_000 };

export function openDatabase(url: string, timeouts: Timeouts, poolSize = 20): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    extra: {
      connectionTimeoutMillis: timeouts.connection,
      lock_timeout: timeouts.lock,
      statement_timeout: timeouts.statement,
      idle_in_transaction_session_timeout: 10_000,
    },
  });
}

/** One transaction; rolled back when anything in it fails. */
export async function transaction<T>(source: DataSource, work: (db: QueryRunner) => Promise<T>): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    await runner.startTransaction();
    const result = await work(runner);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    // A connection that broke cannot roll back; what it began is gone with it.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}
