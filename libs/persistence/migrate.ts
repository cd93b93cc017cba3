import { DataSource } from 'typeorm';
import { Foundation1764000000000 } from './migrations/1764000000000-foundation.js';
import { Doors1764100000000 } from './migrations/1764100000000-doors.js';
import { SignIn1764110000000 } from './migrations/1764110000000-sign-in.js';
import { CalendarFeed1764120000000 } from './migrations/1764120000000-calendar-feed.js';
import { AccessLog1764130000000 } from './migrations/1764130000000-access-log.js';
import { Delivery1764140000000 } from './migrations/1764140000000-delivery.js';
import { Provider1764150000000 } from './migrations/1764150000000-provider.js';
import { Checkpoint1764160000000 } from './migrations/1764160000000-checkpoint.js';
import { KeyRing1764200000000 } from './migrations/1764200000000-key-ring.js';
import { Erasure1764201000000 } from './migrations/1764201000000-erasure.js';
import { Papers1764202000000 } from './migrations/1764202000000-papers.js';
import { Files1764210000000 } from './migrations/1764210000000-files.js';
import { Robots1764220000000 } from './migrations/1764220000000-robots.js';
import { Confirmation1764221000000 } from './migrations/1764221000000-confirmation.js';
import { OverseenDeliveries1764222000000 } from './migrations/1764222000000-overseen-deliveries.js';
import { SavedFilters1764230000000 } from './migrations/1764230000000-saved-filters.js';
import { BackChannel1764300000000 } from './migrations/1764300000000-back-channel.js';
import { Scale1764600000000 } from './migrations/1764600000000-scale.js';
import { Initials1764610000000 } from './migrations/1764610000000-initials.js';
import { Orders1764620000000 } from './migrations/1764620000000-orders.js';
import { OneLook1764700000000 } from './migrations/1764700000000-one-look.js';
import { LogCheckpoint1764720000000 } from './migrations/1764720000000-log-checkpoint.js';
import { ClosedAccount1764730000000 } from './migrations/1764730000000-closed-account.js';
import { Repeated1764740000000 } from './migrations/1764740000000-repeated.js';
import { NoticeMatter1764750000000 } from './migrations/1764750000000-notice-matter.js';
import { Similar1764760000000 } from './migrations/1764760000000-similar.js';
import { Committed1764770000000 } from './migrations/1764770000000-committed.js';
import { ItemUrgency1764780000000 } from './migrations/1764780000000-item-urgency.js';
import { SeqSeen1764800000000 } from './migrations/1764800000000-seq-seen.js';
import { Watch1764810000000 } from './migrations/1764810000000-watch.js';
import { HeadSeen1764815000000 } from './migrations/1764815000000-head-seen.js';
import { UserNames1764840000000 } from './migrations/1764840000000-user-names.js';

/** In order, as an explicit list: no globs, so that a bundle or another working directory cannot lose one. */
export const MIGRATIONS = [
  Foundation1764000000000,
  Doors1764100000000,
  SignIn1764110000000,
  CalendarFeed1764120000000,
  AccessLog1764130000000,
  Delivery1764140000000,
  Provider1764150000000,
  Checkpoint1764160000000,
  KeyRing1764200000000,
  Erasure1764201000000,
  Papers1764202000000,
  Files1764210000000,
  Robots1764220000000,
  Confirmation1764221000000,
  OverseenDeliveries1764222000000,
  SavedFilters1764230000000,
  BackChannel1764300000000,
  Scale1764600000000,
  Initials1764610000000,
  Orders1764620000000,
  OneLook1764700000000,
  LogCheckpoint1764720000000,
  ClosedAccount1764730000000,
  Repeated1764740000000,
  NoticeMatter1764750000000,
  Similar1764760000000,
  Committed1764770000000,
  ItemUrgency1764780000000,
  SeqSeen1764800000000,
  Watch1764810000000,
  HeadSeen1764815000000,
  UserNames1764840000000,
];

export interface RolePasswords {
  writer: string;
  reader: string;
}

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Creates or updates the two serving roles and brings the schema to date. Safe to run at every start. */
export async function migrate(ownerUrl: string, passwords: RolePasswords): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'each',
  });
  await source.initialize();
  try {
    // One migrator at a time: several processes may start together.
    await source.query(`SELECT pg_advisory_lock(20261123)`);
    for (const [role, password] of [
      ['dispute_writer', passwords.writer],
      ['dispute_reader', passwords.reader],
    ] as const) {
      const [known] = (await source.query(`SELECT 1 FROM pg_roles WHERE rolname = '${role}'`)) as unknown[];
      await source.query(`${known ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN PASSWORD ${quote(password)}`);
    }
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}
