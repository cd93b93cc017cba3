import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { whenThere } from '#config/patience.js';
import { openDatabase, openPatient, type Timeouts } from './database/database.js';
import { Directory } from './people/directory.js';
import { EventStore } from './record/event-store.js';
import { ItemStore } from './record/item-store.js';
import { OverdueReader } from './reading/overdue.js';
import { Rulebook } from './rules/rulebook.js';
import { Vault } from './vault/vault.js';

export interface PersistenceOptions {
  url: string;
  timeouts: Timeouts;
  /** The master keys, asked again when the ring was changed. */
  masterKeys: () => string;
  poolSize?: number;
}

/** A database that has a schema: whoever migrates may be about to. */
async function opened(url: string, timeouts: Timeouts, poolSize?: number): Promise<DataSource> {
  const source = await openDatabase(url, timeouts, poolSize).initialize();
  try {
    await source.query(`SELECT FROM master_key LIMIT 0`);
    return source;
  } catch (error) {
    await source.destroy();
    throw error;
  }
}

/** Deliveries, rollouts and upkeep go on side by side. */
const PATIENT_CONNECTIONS = 6;

/** The same database for the machine's own work: a statement takes as long as it does, and none of it holds up a command's line. */
export class Patient implements OnApplicationShutdown {
  private constructor(readonly source: DataSource) {}

  static async beside(source: DataSource): Promise<Patient> {
    return new Patient(await openPatient(source, PATIENT_CONNECTIONS));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.source.destroy();
  }
}

/** The only file of this library that knows Nest: one pool, and what is built on it. */
@Module({})
export class PersistenceModule implements OnApplicationShutdown {
  constructor(private readonly source: DataSource) {}

  static forRoot({ url, timeouts, masterKeys, poolSize }: PersistenceOptions): DynamicModule {
    const shared = [
      { provide: DataSource, useFactory: () => whenThere('PostgreSQL', () => opened(url, timeouts, poolSize)) },
      { provide: Vault, useFactory: (source: DataSource) => Vault.open(source, masterKeys), inject: [DataSource] },
      { provide: Rulebook, useFactory: (source: DataSource) => new Rulebook(source), inject: [DataSource] },
      { provide: Directory, useFactory: (source: DataSource) => new Directory(source), inject: [DataSource] },
      {
        provide: EventStore,
        useFactory: (source: DataSource, vault: Vault, rulebook: Rulebook, directory: Directory) =>
          new EventStore(source, vault, rulebook, directory),
        inject: [DataSource, Vault, Rulebook, Directory],
      },
      {
        provide: OverdueReader,
        useFactory: (source: DataSource, rulebook: Rulebook) => new OverdueReader(source, rulebook),
        inject: [DataSource, Rulebook],
      },
      {
        provide: ItemStore,
        useFactory: (source: DataSource, vault: Vault, rulebook: Rulebook, directory: Directory) =>
          new ItemStore(source, vault, rulebook, directory),
        inject: [DataSource, Vault, Rulebook, Directory],
      },
    ];
    return { module: PersistenceModule, global: true, providers: shared, exports: shared.map((each) => each.provide) };
  }

  /** Last of all: whoever still works while the process ends needs the pool. */
  async onApplicationShutdown(): Promise<void> {
    await this.source.destroy();
  }
}
