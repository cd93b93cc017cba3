import { Client, type PoolClient, type QueryResultRow } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { Connections } from './connections.js';

/** Anything that answers SQL: the pool, or one transaction of it. */
export type Db = Pick<DataSource | QueryRunner, 'query'>;
/** The pool itself, of which transactions begin. */
export type Pool = DataSource;

export interface Timeouts {
  /** Milliseconds to wait for a free connection, for a lock, and for one statement. */
  connection: number;
  lock: number;
  statement: number;
  /** Milliseconds after which a server that says nothing at all is taken for away; without it one waits for it. */
  answer?: number;
}

/** A connection and an answer are had, or missed, within the two seconds of the local attempt (architecture.md §1, "Attempts"). */
export const RECORD_TIMEOUTS: Timeouts = { connection: 500, lock: 500, statement: 900, answer: 1_300 };
export const READ_TIMEOUTS: Timeouts = { connection: 2_000, lock: 1_000, statement: 8_000, answer: 9_000 };
/** For what nobody waits for. */
export const PATIENT_TIMEOUTS: Timeouts = { connection: 5_000, lock: 5_000, statement: 10 * 60_000 };

/**
 * A connection that nobody needs for so long is given back. A township's office is quiet for minutes between two
 * commands; with a new connection, and every statement planned anew, the first one took twice as long.
 */
const IDLE_MS = 10 * 60_000;
/** So that a wall on the way does not forget a quiet connection. */
const KEEP_ALIVE_MS = 60_000;
/** The server asks, too: where a wall forgot it all the same, it keeps a place for nobody for a minute and a half. */
const SERVER_KEEPS_ALIVE = '-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

export function openDatabase(url: string, timeouts: Timeouts, poolSize = 20): DataSource {
  const connections = new Connections(timeouts.answer);
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    extra: {
      connectionTimeoutMillis: timeouts.connection,
      idleTimeoutMillis: IDLE_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      lock_timeout: timeouts.lock,
      statement_timeout: timeouts.statement,
      idle_in_transaction_session_timeout: 10_000,
      options: SERVER_KEEPS_ALIVE,
      onConnect: (client: Client) => connections.watch(client),
    },
  });
}

/**
 * The same database for what goes over as much as there is: on a line of the pool that says nothing for so long it would be
 * taken for gone, and its neighbours with it.
 */
export function openPatient({ options }: DataSource, poolSize: number): Promise<DataSource> {
  const { url } = options as { url?: string };
  return openDatabase(url!, PATIENT_TIMEOUTS, poolSize).initialize();
}

/** A single thing of that kind, on a line that is closed after it. */
export async function patiently<T>(source: DataSource, work: (patient: DataSource) => Promise<T>): Promise<T> {
  const patient = await openPatient(source, 1);
  try {
    return await work(patient);
  } finally {
    await patient.destroy();
  }
}

/** A statement that the server plans once a connection; for the few that run all day. */
export interface Prepared {
  name: string;
  text: string;
}

/** One connection inside a transaction. */
export interface Transaction extends Db {
  run: <R>(statement: Prepared, values: unknown[]) => Promise<R[]>;
}

async function connected<T>(source: DataSource, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    return await work((await runner.connect()) as PoolClient);
  } finally {
    await runner.release();
  }
}

/** One prepared statement that is its own transaction. */
export function runAlone<R>(source: DataSource, { name, text }: Prepared, values: unknown[]): Promise<R[]> {
  return connected(source, async (client) => (await client.query({ name, text, values })).rows as R[]);
}

/**
 * One transaction; rolled back when anything in it fails.
 *
 * @param first a statement that goes with the BEGIN in the same round trip; its rows are handed to `work`
 */
export function transaction<T, R extends QueryResultRow = QueryResultRow>(
  source: DataSource,
  work: (db: Transaction, first: R[]) => Promise<T>,
  first = '',
): Promise<T> {
  return connected(source, async (client) => {
    const db: Transaction = {
      query: async <Q>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as Q,
      run: async ({ name, text }, values) => (await client.query({ name, text, values })).rows,
    };
    try {
      // Of several statements in one text there are several answers.
      const begun = [await client.query<R>(`BEGIN; ${first}`)].flat();
      const result = await work(db, begun.at(-1)?.rows ?? []);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // A connection that broke cannot roll back; what it began is gone with it.
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
}

/** Whether a connection that nobody had before is answered; throws when it is not. */
export async function reaches(url: string, withinMs: number): Promise<true> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: withinMs, query_timeout: withinMs });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}
