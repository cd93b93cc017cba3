import { Module, type DynamicModule } from '@nestjs/common';
import { required, type Config } from '#config/config.js';
import { RECORD_TIMEOUTS } from '#persistence/database.js';
import { EventStore } from '#persistence/event-store.js';
import { ItemStore } from '#persistence/item-store.js';
import { OverdueReader } from '#persistence/overdue.js';
import { PersistenceModule } from '#persistence/persistence.module.js';
import { TemporalWorker, settingsOf } from './temporal-worker.js';

@Module({})
export class WorkerModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PersistenceModule.forRoot({
          url: required(config, 'DATABASE_WRITER_URL'),
          timeouts: RECORD_TIMEOUTS,
          masterKey: required(config, 'MASTER_KEY'),
          poolSize: 20,
        }),
      ],
      providers: [
        {
          provide: TemporalWorker,
          useFactory: (disputes: EventStore, items: ItemStore, overdue: OverdueReader) =>
            new TemporalWorker(settingsOf(config), { disputes, items, overdue }),
          inject: [EventStore, ItemStore, OverdueReader],
        },
      ],
    };
  }
}
