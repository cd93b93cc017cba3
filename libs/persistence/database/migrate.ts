import { DataSource } from 'typeorm';
import type { Db } from './database.js';
import { quoted } from './quoted.js';
import { one, rows } from './rows.js';
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
import { Roles1764820000000 } from './migrations/1764820000000-roles.js';
import { Noted1764821000000 } from './migrations/1764821000000-noted.js';
import { People1764830000000 } from './migrations/1764830000000-people.js';
import { RetentionTrees1764831000000 } from './migrations/1764831000000-retention-trees.js';
import { Looks1764832000000 } from './migrations/1764832000000-looks.js';
import { UserNames1764840000000 } from './migrations/1764840000000-user-names.js';
import { WhoTold1764850000000 } from './migrations/1764850000000-who-told.js';
import { Signed1764860000000 } from './migrations/1764860000000-signed.js';
import { Told1764910000000 } from './migrations/1764910000000-told.js';
import { AskedAnew1764920000000 } from './migrations/1764920000000-asked-anew.js';
import { ProvedRun1764930000000 } from './migrations/1764930000000-proved-run.js';
import { Reads1765000000000 } from './migrations/1765000000000-reads.js';
import { Heard1765010000000 } from './migrations/1765010000000-heard.js';
import { Search1765110000000 } from './migrations/1765110000000-search.js';
import { Tallies1765120000000 } from './migrations/1765120000000-tallies.js';
import { Ages1765121000000 } from './migrations/1765121000000-ages.js';
import { Staff1765130000000 } from './migrations/1765130000000-staff.js';
import { OperationNote1765130100000 } from './migrations/1765130100000-operation-note.js';
import { Rollouts1765140000000 } from './migrations/1765140000000-rollouts.js';
import { Imports1765141000000 } from './migrations/1765141000000-imports.js';
import { Drafts1765160000000 } from './migrations/1765160000000-drafts.js';
import { Vouched1765220000000 } from './migrations/1765220000000-vouched.js';
import { Digests1765221000000 } from './migrations/1765221000000-digests.js';
import { Urgent1765230000000 } from './migrations/1765230000000-urgent.js';
import { Rehearsed1765250000000 } from './migrations/1765250000000-rehearsed.js';
import { VisitTallies1765260000000 } from './migrations/1765260000000-visit-tallies.js';
import { StaffBroughtIn1765270000000 } from './migrations/1765270000000-staff-brought-in.js';
import { Succession1765280000000 } from './migrations/1765280000000-succession.js';
import { Sought1765320000000 } from './migrations/1765320000000-sought.js';
import { Merged1765330000000 } from './migrations/1765330000000-merged.js';
import { FoundByWords1765335000000 } from './migrations/1765335000000-found-by-words.js';
import { HandedIn1765340000000 } from './migrations/1765340000000-handed-in.js';
import { Regions1765350000000 } from './migrations/1765350000000-regions.js';
import { VoidPapers1765360000000 } from './migrations/1765360000000-void-papers.js';
import { DangerList1765370000000 } from './migrations/1765370000000-danger-list.js';
import { Orders1765371000000 } from './migrations/1765371000000-orders.js';
import { MailedInvitations1765380000000 } from './migrations/1765380000000-mailed-invitations.js';
import { Rounds1765390000000 } from './migrations/1765390000000-rounds.js';
import { Counted1765391000000 } from './migrations/1765391000000-counted.js';
import { Figures1765392000000 } from './migrations/1765392000000-figures.js';
import { ByStatus1765393000000 } from './migrations/1765393000000-by-status.js';
import { Erasable1765394000000 } from './migrations/1765394000000-erasable.js';
import { MovedInStretches1765395000000 } from './migrations/1765395000000-moved-in-stretches.js';
import { AskedAtNight1765396000000 } from './migrations/1765396000000-asked-at-night.js';
import { FewSeen1765397000000 } from './migrations/1765397000000-few-seen.js';
import { RulesTold1765398000000 } from './migrations/1765398000000-rules-told.js';
import { OpenOfDepartments1765399000000 } from './migrations/1765399000000-open-of-departments.js';
import { TakenBack1765400000000 } from './migrations/1765400000000-taken-back.js';
import { NewestTold1765402100000 } from './migrations/1765402100000-newest-told.js';
import { ThrownAway1765404200000 } from './migrations/1765404200000-thrown-away.js';
import { WaivedVisits1765404210000 } from './migrations/1765404210000-waived-visits.js';

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
  Roles1764820000000,
  Noted1764821000000,
  People1764830000000,
  RetentionTrees1764831000000,
  Looks1764832000000,
  UserNames1764840000000,
  WhoTold1764850000000,
  Signed1764860000000,
  Told1764910000000,
  AskedAnew1764920000000,
  ProvedRun1764930000000,
  Reads1765000000000,
  Heard1765010000000,
  Search1765110000000,
  Tallies1765120000000,
  Ages1765121000000,
  Staff1765130000000,
  OperationNote1765130100000,
  Rollouts1765140000000,
  Imports1765141000000,
  Drafts1765160000000,
  Vouched1765220000000,
  Digests1765221000000,
  Urgent1765230000000,
  Rehearsed1765250000000,
  VisitTallies1765260000000,
  StaffBroughtIn1765270000000,
  Succession1765280000000,
  Sought1765320000000,
  Merged1765330000000,
  FoundByWords1765335000000,
  HandedIn1765340000000,
  Regions1765350000000,
  VoidPapers1765360000000,
  DangerList1765370000000,
  Orders1765371000000,
  MailedInvitations1765380000000,
  Rounds1765390000000,
  Counted1765391000000,
  Figures1765392000000,
  ByStatus1765393000000,
  Erasable1765394000000,
  MovedInStretches1765395000000,
  AskedAtNight1765396000000,
  FewSeen1765397000000,
  RulesTold1765398000000,
  OpenOfDepartments1765399000000,
  TakenBack1765400000000,
  NewestTold1765402100000,
  ThrownAway1765404200000,
  WaivedVisits1765404210000,
];

/** To whom the schema belongs; nobody serves people as this role. */
export const OWNER = 'dispute_owner';
const SERVING = ['writer', 'reader'] as const;

export type RolePasswords = Record<'owner' | (typeof SERVING)[number], string>;

/**
 * Creates or updates the roles and brings the schema to date. Safe to run at every start.
 *
 * @param adminUrl of a superuser, from whom the schema is taken over for a role of its own; or of who owns it already and
 *   may make roles
 * @returns the address of the owner, who is no superuser
 */
export function migrate(adminUrl: string, passwords: RolePasswords): Promise<string> {
  return inTurn(adminUrl, async (admin) => {
    for (const role of SERVING) await makeRole(admin, `dispute_${role}`, passwords[role]);
    const { rolsuper: isSuper } = await one<{ rolsuper: boolean }>(
      admin,
      `SELECT rolsuper FROM pg_roles WHERE rolname = current_user`,
    );
    const ownerUrl = isSuper ? await handOver(admin, adminUrl, passwords.owner) : adminUrl;
    await (isSuper ? makingRoles(admin, () => runMigrations(ownerUrl)) : runMigrations(ownerUrl));
    return ownerUrl;
  });
}

const ASKED_AGAIN_MS = 250;

/**
 * One migrator at a time: several processes may start together. The turn is that of one connection, which is kept for it:
 * a pool gives one back that says nothing for ten seconds. Who waits asks again and again: who waited inside a statement
 * would be waited for in turn, by every index that is made beside everybody's work.
 */
export async function inTurn<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const source = await new DataSource({ type: 'postgres', url, extra: { keepAlive: true } }).initialize();
  const db = source.createQueryRunner();
  try {
    // Nothing of the owner's is taken for PostgreSQL's own.
    await db.query(`SET search_path = pg_catalog`);
    const isOurs = async () => (await one<{ ours: boolean }>(db, `SELECT pg_try_advisory_lock(20261123) AS ours`)).ours;
    while (!(await isOurs())) await new Promise((tick) => setTimeout(tick, ASKED_AGAIN_MS));
    return await work(db);
  } finally {
    await db.release();
    await source.destroy();
  }
}

async function makeRole(admin: Db, role: string, password: string): Promise<void> {
  const [known] = await rows(admin, `SELECT 1 FROM pg_roles WHERE rolname = $1`, [role]);
  await admin.query(`${known ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN PASSWORD ${quoted(password)}`);
}

async function runMigrations(ownerUrl: string): Promise<void> {
  const source = await new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'each',
  }).initialize();
  try {
    await closeDatabase(source);
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

/**
 * Only those come in that serve here, and none of them makes tables of their own, not even for a while. It is said of the
 * database and not of anything in it: a copy or a backup that was put back does not have it.
 */
export async function closeDatabase(db: Db): Promise<void> {
  const { name } = await one<{ name: string }>(db, `SELECT quote_ident(current_database()) AS name`);
  await db.query(`
    REVOKE ALL ON DATABASE ${name} FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${name} TO ${SERVING.map((role) => `dispute_${role}`).join(', ')};
  `);
}

/** What a superuser made, up to now or in a release of before, goes to a role that is none. */
async function handOver(admin: Db, adminUrl: string, password: string): Promise<string> {
  await makeRole(admin, OWNER, password);
  await admin.query(`
    DO $$
    DECLARE
      change text;
    BEGIN
      EXECUTE format('ALTER DATABASE %I OWNER TO %I', current_database(), ${quoted(OWNER)});
      FOR change IN
        SELECT format('ALTER %s %s OWNER TO %I',
          CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.oid::regclass, ${quoted(OWNER)})
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'S')
          AND c.relowner <> ${quoted(OWNER)}::regrole
          -- What belongs to an extension is its own; the sequence of a column goes with its table.
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
            AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('a', 'i')))
        UNION ALL
        SELECT format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, ${quoted(OWNER)})
        FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proowner <> ${quoted(OWNER)}::regrole
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
            AND d.deptype = 'e')
      LOOP EXECUTE change; END LOOP;
    END $$;
  `);
  const url = new URL(adminUrl);
  url.username = OWNER;
  url.password = password;
  return url.href;
}

/** Some migrations set something of the serving roles: that takes a right over them which nobody has afterwards. */
async function makingRoles<T>(admin: Db, work: () => Promise<T>): Promise<T> {
  const roles = SERVING.map((role) => `dispute_${role}`).join(', ');
  await admin.query(`ALTER ROLE ${OWNER} CREATEROLE`);
  await admin.query(`GRANT ${roles} TO ${OWNER} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`);
  try {
    return await work();
  } finally {
    await admin.query(`REVOKE ${roles} FROM ${OWNER}`);
    await admin.query(`ALTER ROLE ${OWNER} NOCREATEROLE`);
  }
}
