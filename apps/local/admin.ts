import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environmentWith, TEMPORAL_SECRETS, type Config } from '#config/config.js';
import { DomainError } from '#domain/errors.js';
import type { Problem } from '#domain/form/shapes.js';
import { firstRegion, topOf } from '#domain/people/regions.js';
import { tends, type House } from '#domain/people/staffing.js';
import type { Account } from '#domain/people/tree.js';
import { IMPORT_KINDS } from '#domain/words.js';
import type { Db } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';
import { holdingsOf } from '#persistence/staff/holdings.js';
import { invitationLink, invite, type InvitationKind } from '#persistence/staff/invitations.js';
import { newSetupCode, setupLink } from '#persistence/staff/setup.js';
import { BadForm, Staff, type Asker } from '#persistence/staff/staff.js';
import { Vault } from '#persistence/vault/vault.js';
import { holderOf } from './hold.js';
import { askedOf, runTool, type Workplace } from './tools.js';

/** What an administrator does, for the day when nobody can sign in. Each act is in the access log as the operator's. */

const USAGE = `npm run admin -- list
npm run admin -- setup-link                            the link by which the first administrator begins
npm run admin -- create-admin <user name> <name> [--region <id>]
                                                       prints the link by which they set their password
npm run admin -- reset-password <user name>            ends the password and all sessions; prints the link for another
npm run admin -- deactivate <user name> --reason <why> [--at-once]
npm run admin -- import <departments|people|disputes|items> <file> [--as <user name>] [--source <ledger>] [--run]
                                                       looks a sheet through, and with --run brings in what is good
                                                       of it; - for a file on stdin
npm run admin -- backed-up                             notes that a backup was taken now`;

const {
  values: asked,
  positionals: [command, userId, name],
} = askedOf(
  {
    allowPositionals: true,
    options: {
      reason: { type: 'string' },
      'at-once': { type: 'boolean', default: false },
      region: { type: 'string' },
      as: { type: 'string' },
      source: { type: 'string', default: '' },
      run: { type: 'boolean', default: false },
    },
  },
  USAGE,
);

/** What is wrong with a form, where that refused the whole. */
const wrongIn = (error: unknown) =>
  error instanceof DomainError ? (error.facts.errors as Problem[] | undefined) : null;

const OPERATOR = 'operator';
/** Nobody answers there: what was begun is taken up by the next start. */
const NOWHERE = '127.0.0.1:1';

function kindOf(text: string): string {
  if (!(IMPORT_KINDS as readonly string[]).includes(text))
    throw new Error(`there is no list of ${text}: it is one of ${IMPORT_KINDS.join(', ')}`);
  return text;
}

/** What the operator does is seen by who audits the whole of the region that it is done in. */
function operatorOf({ tree }: House, departmentId?: string): Asker {
  const region = (departmentId && tree.regionOf(departmentId)) ?? firstRegion(tree);
  return { userId: OPERATOR, departmentId: topOf(region, tree)?.id ?? OPERATOR, actor: null };
}

function addressOf({ PUBLIC_URL, DATA_DIR, HOST, PORT }: Config): string {
  return PUBLIC_URL ?? holderOf(DATA_DIR)?.url ?? `http://${HOST}:${PORT}`;
}

class Admin {
  private constructor(
    private readonly place: Workplace,
    private readonly vault: Vault,
    private readonly staff: Staff,
  ) {}

  static async on(place: Workplace): Promise<Admin> {
    const vault = await Vault.open(place.source, place.masterKeys);
    return new Admin(place, vault, new Staff(place.source, vault));
  }

  async list(): Promise<void> {
    const people = await rows<{
      id: string;
      name: string;
      departmentId: string;
      roles: string[];
      active: boolean;
      at: Date | null;
    }>(
      this.place.source,
      `SELECT id, name, department_id AS "departmentId", roles, active, signed_in_at AS at FROM account ORDER BY active DESC, id`,
    );
    for (const { id, name, departmentId, roles, active, at } of people) {
      const seen = at ? `signed in ${at.toISOString()}` : 'never signed in';
      console.log([id, name, departmentId, roles.join(','), active ? seen : 'left'].join('\t'));
    }
    if (people.length === 0) console.log('there is nobody yet: npm run admin -- setup-link');
  }

  async setupLink(): Promise<void> {
    const made = await newSetupCode(this.place.source);
    if (!made) throw new Error('somebody looks after it already: sign in, or use create-admin or reset-password');
    console.log(setupLink(addressOf(this.place.config), made.code));
  }

  async createAdmin(username: string, fullName: string): Promise<void> {
    await this.staff.change(null, async (db, house) => {
      const region = asked.region ?? firstRegion(house.tree);
      if (!house.tree.regions.some(({ id }) => id === region)) throw new Error(`there is no region ${region}`);
      const top = topOf(region, house.tree);
      if (!top) throw new Error('there is no department yet: use setup-link');
      const person = { username, name: fullName, departmentId: top.id, roles: ['admin' as const] };
      await this.staff.writePerson(db, operatorOf(house, top.id), house, person);
      await this.link(db, house, username, top.id, 'invitation');
    });
  }

  async resetPassword(username: string): Promise<void> {
    await this.staff.change(null, async (db, house) => {
      const { departmentId } = this.account(house, username);
      await db.query(`UPDATE account SET password_hash = NULL WHERE id = $1`, [username]);
      for (const table of ['session', 'api_token', 'feed_token']) {
        await db.query(`DELETE FROM ${table} WHERE account_id = $1`, [username]);
      }
      await this.link(db, house, username, departmentId, 'reset');
    });
  }

  /** Without `--at-once` nobody goes who holds anything; with it what they hold is told to the next who has the post. */
  async deactivate(username: string, reason: string): Promise<void> {
    await this.staff.change(null, async (db, house) => {
      const account = this.account(house, username);
      const holdings = await holdingsOf(db, account, house.tree);
      if (holdings.length > 0 && !asked['at-once']) {
        const named = holdings.map(({ number, departmentId, role }) => `${number ?? departmentId} (${role})`);
        throw new Error(
          `${username} holds ${holdings.length}: ${named.slice(0, 20).join(', ')}. Name a successor in the console, or use --at-once`,
        );
      }
      const text = this.vault.sealOwn(JSON.stringify({ reason }), 'person');
      await this.staff.close(db, operatorOf(house, account.departmentId), house, account, { text });
    });
    console.log(`${username} is closed; their sessions, tokens and feeds have ended`);
  }

  /**
   * In the name of an administrator, who is given the same rights by it as by the console, and no more.
   *
   * @returns the exit code
   */
  async bringIn(kind: string, file: string): Promise<number> {
    const bytes = readFileSync(file === '-' ? 0 : file);
    const userId = await this.staff.change(null, async (db, house) => {
      const importer = this.importer(house);
      const by = operatorOf(house, importer.departmentId);
      await this.staff.note(db, by, house, asked.run ? 'import-run' : 'import', { userId: importer.id, kind });
      return importer.id;
    });
    const { config } = this.place;
    const holder = holderOf(config.DATA_DIR);
    const program = fileURLToPath(new URL('../api/bring-in.js', import.meta.url));
    const args = ['--kind', kind, '--as', userId, '--source', asked.source, ...(asked.run ? ['--run'] : [])];
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: {
        ...environmentWith('MASTER_KEY', ...TEMPORAL_SECRETS),
        DATABASE_READER_URL: this.place.url,
        MASTER_KEY: this.place.masterKeys(),
        TEMPORAL_ADDRESS: config.TEMPORAL_ADDRESS ?? holder?.temporal ?? NOWHERE,
      },
    });
    child.stdin.end(bytes);
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  }

  /** Who was named; else the one who looks after the region from its top, where there is just one. */
  private importer(house: House): Account {
    if (asked.as !== undefined) return this.account(house, asked.as);
    const top = topOf(asked.region ?? firstRegion(house.tree), house.tree);
    const there = house.tree.accounts.filter((each) => each.departmentId === top?.id && tends(each));
    if (there.length === 1) return there[0]!;
    throw new Error(`say in whose name, by --as: ${there.map(({ id }) => id).join(', ') || 'an administrator'}`);
  }

  async backedUp(): Promise<void> {
    await this.place.source.query(
      `INSERT INTO operation_note (kind) VALUES ('backup') ON CONFLICT (kind) DO UPDATE SET at = now()`,
    );
  }

  private account({ tree }: House, username: string): Account {
    const account = tree.accounts.find((each) => each.id === username);
    if (!account) throw new Error(`there is no ${username} here`);
    return account;
  }

  private async link(
    db: Db,
    house: House,
    username: string,
    departmentId: string,
    kind: InvitationKind,
  ): Promise<void> {
    const { token, expiresAt } = await invite(db, username, kind, OPERATOR);
    const data = { userId: username, kind, expiresAt };
    await this.staff.note(db, operatorOf(house, departmentId), house, 'invitation-made', data);
    console.log(invitationLink(addressOf(this.place.config), token, username));
  }
}

await runTool(async (place) => {
  const admin = await Admin.on(place);
  const given = (value: string | undefined, what: string) => {
    if (value === undefined) throw new Error(`${what} is missing\n${USAGE}`);
    return value;
  };
  const commands: Record<string, () => Promise<number | void>> = {
    list: () => admin.list(),
    'setup-link': () => admin.setupLink(),
    'create-admin': () => admin.createAdmin(given(userId, 'the user name'), given(name, 'the name')),
    'reset-password': () => admin.resetPassword(given(userId, 'the user name')),
    deactivate: () => admin.deactivate(given(userId, 'the user name'), given(asked.reason, '--reason')),
    import: () => admin.bringIn(kindOf(given(userId, 'what it holds')), given(name, 'the file')),
    'backed-up': () => admin.backedUp(),
  };
  const run = commands[command ?? ''];
  if (!run) throw new Error(USAGE);
  try {
    return (await run()) ?? 0;
  } catch (error) {
    const problems = error instanceof BadForm ? error.problems : wrongIn(error);
    if (problems) throw new Error(problems.map(({ detail }) => detail).join('\n'), { cause: error });
    throw error;
  }
});
