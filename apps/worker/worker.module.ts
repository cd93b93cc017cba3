import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { required, type Config } from '#config/config.js';
import { temporalOf } from '#config/temporal.js';
import { RECORD_TIMEOUTS } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import { EventStore } from '#persistence/record/event-store.js';
import { ItemStore } from '#persistence/record/item-store.js';
import { OverdueReader } from '#persistence/reading/overdue.js';
import { Patient, PersistenceModule } from '#persistence/persistence.module.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault } from '#persistence/vault/vault.js';
import { TemporalGateway } from '../engine/gateway.js';
import { deliveringOf } from './delivering.js';
import { rollingOut } from './rolling-out.js';
import { TemporalWorker } from './temporal-worker.js';

@Module({})
export class WorkerModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PersistenceModule.forRoot({
          url: required(config, 'DATABASE_WRITER_URL'),
          timeouts: RECORD_TIMEOUTS,
          masterKeys: () => required(config.reread(), 'MASTER_KEY'),
          poolSize: 20,
        }),
      ],
      providers: [
        { provide: Patient, useFactory: (source: DataSource) => Patient.beside(source), inject: [DataSource] },
        {
          provide: TemporalWorker,
          useFactory: (
            disputes: EventStore,
            items: ItemStore,
            overdue: OverdueReader,
            source: DataSource,
            rulebook: Rulebook,
            directory: Directory,
            vault: Vault,
            patient: Patient,
          ) => {
            const delivering = deliveringOf(config, patient.source, rulebook, directory, vault);
            const gateway = TemporalGateway.connect(temporalOf(config), vault);
            return new TemporalWorker(
              temporalOf(config),
              {
                disputes,
                items,
                overdue,
                checkpoint: { source: patient.source, vault, keepers: delivering.keepers },
                rollOut: rollingOut({
                  ...{ source: patient.source, vault, rulebook, directory, door: gateway },
                  ...{ mail: delivering.senders.email, publicUrl: delivering.publicUrl },
                }),
              },
              delivering,
              source,
              rulebook,
              { host: config.HOST, port: config.WORKER_PORT },
              gateway,
            );
          },
          inject: [EventStore, ItemStore, OverdueReader, DataSource, Rulebook, Directory, Vault, Patient],
        },
      ],
    };
  }
}
