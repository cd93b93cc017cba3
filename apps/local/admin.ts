import { parseArgs } from 'node:util';
import type { Config } from '#config/config.js';
import { firstRegion, topOf } from '#domain/people/regions.js';
import type { House } from '#domain/people/staffing.js';
import type { Db } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';
import { holdingsOf } from '#persistence/staff/holdings.js';
import { invite, type InvitationKind } from '#persistence/staff/invitations.js';
import { newSetupCode, setupLink } from '#persistence/staff/setup.js';
import { BadForm, Staff, type Asker } from '#persistence/staff/staff.js';
import { Vault } from '#persistence/vault/vault.js';
import { holderOf } from './hold.js';
import { runTool, type Workplace } from './tools.js';

/** What an administrator does, for the day when nobody can sign in. Each act is in the access log as the operator's. */

const USAGE = `npm run admin -- list
npm run admin -- setup-link                            the link by which the first administrator begins
npm run admin -- create-admin <user name> <name> [--region <id>]
                                                       prints the link by which they set their password
npm run admin -- reset-password <user name>            ends the password and all sessions; prints the link for another
npm run admin -- deactivate <user name> --reason <why> [--at-once]
npm run admin -- backed-up                             notes that a backup was taken now`;

const {
  values: asked,
  positionals: [command, userId, name],
} = parseArgs({
  // After the command's own name.
  args: process.argv.slice(3),
  allowPositionals: true,
  options: {
    reason: { type: 'string' },
    'at-once': { type: 'boolean', default: false },
    region: { type: 'string' },
  },
});

const OPERATOR = 'operator';

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

  async backedUp(): Promise<void> {
    await this.place.source.query(
      `INSERT INTO operation_note (kind) VALUES ('backup') ON CONFLICT (kind) DO UPDATE SET at = now()`,
    );
  }

  private account({ tree }: House, username: string) {
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
    console.log(`${addressOf(this.place.config)}/invitation#token=${token}`);
  }
}

await runTool(async (place) => {
  const admin = await Admin.on(place);
  const given = (value: string | undefined, what: string) => {
    if (value === undefined) throw new Error(`${what} is missing\n${USAGE}`);
    return value;
  };
  const commands: Record<string, () => Promise<void>> = {
    list: () => admin.list(),
    'setup-link': () => admin.setupLink(),
    'create-admin': () => admin.createAdmin(given(userId, 'the user name'), given(name, 'the name')),
    'reset-password': () => admin.resetPassword(given(userId, 'the user name')),
    deactivate: () => admin.deactivate(given(userId, 'the user name'), given(asked.reason, '--reason')),
    'backed-up': () => admin.backedUp(),
  };
  const run = commands[command ?? ''];
  if (!run) throw new Error(USAGE);
  try {
    await run();
  } catch (error) {
    if (error instanceof BadForm)
      throw new Error(error.problems.map(({ detail }) => detail).join('\n'), { cause: error });
    throw error;
  }
  return 0;
});
