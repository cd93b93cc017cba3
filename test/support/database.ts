import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { OWNER, closeDatabase } from '#persistence/database/migrate.js';

export interface TestDatabase {
  ownerUrl: string;
  writerUrl: string;
  readerUrl: string;
  /** Of the schema. */
  owner: DataSource;
  /** Of the cluster: past every trigger. */
  admin: DataSource;
  drop(): Promise<void>;
}

/** A database of its own for a test file, cloned from the migrated template in some 50 ms. */
export async function freshDatabase(): Promise<TestDatabase> {
  const base = process.env.TEST_POSTGRES_URL!;
  const name = `test_${randomBytes(6).toString('hex')}`;
  const cluster = await new DataSource({ type: 'postgres', url: base }).initialize();
  await cluster.query(`CREATE DATABASE ${name} TEMPLATE template_dispute OWNER ${OWNER}`);
  const as = (role: string) => base.replace('//postgres:', `//${role}:`).replace(/\/postgres$/, `/${name}`);
  const owner = await new DataSource({ type: 'postgres', url: as(OWNER) }).initialize();
  await closeDatabase(owner);
  const admin = await new DataSource({ type: 'postgres', url: as('postgres') }).initialize();
  return {
    ownerUrl: as(OWNER),
    writerUrl: as('dispute_writer'),
    readerUrl: as('dispute_reader'),
    owner,
    admin,
    drop: async () => {
      await owner.destroy();
      await admin.destroy();
      await cluster.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await cluster.destroy();
    },
  };
}
