import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '#config/config.js';
import { refuse } from '#domain/errors.js';
import { rolesPassed } from '#domain/people/deputies.js';
import { postsOf } from '#domain/people/posts.js';
import {
  administers,
  demandResettable,
  leaves,
  successorProblems,
  type Holding,
  type House,
} from '#domain/people/staffing.js';
import type { Account } from '#domain/people/tree.js';
import type { Role } from '#domain/words.js';
import { transaction, type Db } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';
import { Directory } from '#persistence/people/directory.js';
import { demandNothingHeld, holdingsOf } from '#persistence/staff/holdings.js';
import { invitationLink, invite, type InvitationKind } from '#persistence/staff/invitations.js';
import { Staff, asking, demandSound, type NewPerson } from '#persistence/staff/staff.js';
import { Vault } from '#persistence/vault/vault.js';
import type { FastifyRequest } from 'fastify';
import { AccessLog } from '../audit/access-log.js';
import { Sessions } from '../auth/sessions.js';
import type { Actor } from '../http/actor.js';
import { Problem, notFound } from '../http/problem.js';
import { publicUrl } from '../http/public-url.js';
import { required } from '../http/required.js';
import { CONFIG } from '../http/tokens.js';
import type { Begun } from '../rollouts/answers.js';
import { Rollouts } from '../rollouts/rollouts.js';
import { absenceOf } from './absence.js';
import type { InvitationLink, Person, PersonAccount } from './answers.js';
import type { UserChange } from './bodies.js';
import { Handover } from './handover.js';
import { soughtAs } from './sought-as.js';

/** Whom a list is of. */
interface Meant {
  q: string | undefined;
  department: string | undefined;
  ids: string[];
  standsInFor: string | undefined;
  gone: boolean;
}

interface Row extends Omit<Account, 'roles'> {
  roles: Role[];
  active: boolean;
  pending: Partial<Record<Role, string>>;
  contact: string | null;
  signedInAt: Date | null;
  invitedUntil: Date | null;
}

const ROWS = `SELECT a.id, a.name, a.department_id AS "departmentId", a.roles, a.away_until AS "awayUntil",
    a.deputy_id AS "deputyId", a.active, a.pending, a.contact, a.signed_in_at AS "signedInAt",
    i.expires_at AS "invitedUntil"
  FROM account a LEFT JOIN invitation i ON i.account_id = a.id AND i.expires_at > now()`;

/** How people come, change and go. */
@Injectable()
export class PeopleService {
  private readonly staff: Staff;

  constructor(
    private readonly source: DataSource,
    private readonly directory: Directory,
    private readonly sessions: Sessions,
    private readonly handover: Handover,
    private readonly log: AccessLog,
    private readonly vault: Vault,
    private readonly rollouts: Rollouts,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.staff = new Staff(source, vault);
  }

  /** Those who are meant; who is asked for by id is told of also where they left: their names stand in what they did. */
  async list(actor: Actor, { q, department, ids, standsInFor, gone }: Meant): Promise<Person[]> {
    const found = await rows<Row>(
      this.source,
      `${ROWS} WHERE CASE WHEN cardinality($1::text[]) > 0 THEN a.id = ANY ($1) ELSE a.active = $2 END
         AND ($3::text IS NULL OR a.department_id = $3) AND ($4::text[] IS NULL OR a.id = ANY ($4))
       ORDER BY a.id`,
      [ids, !gone, department ?? null, q === undefined ? null : await this.soughtBy(q)],
    );
    const tree = await this.directory.knownTo(actor);
    const absent = tree.accounts.find((each) => each.id === standsInFor);
    const isFit = (row: Row) => standsInFor === undefined || (absent && rolesPassed(absent, row).length > 0);
    return found
      .filter((row) => tree.departments.has(row.departmentId) && isFit(row))
      .map((row) => this.view(row, this.looksAfter(actor, row, tree)));
  }

  /** Whose name or id has all of these words, or how the name is read: in full (chenming) or by first letters (cm). */
  private async soughtBy(q: string): Promise<string[]> {
    const words = q.normalize('NFKC').toLowerCase().split(/\s+/);
    const all = await rows<{ id: string; name: string }>(this.source, `SELECT id, name FROM account`);
    return all
      .filter(({ id, name }) => {
        const sought = `${name.toLowerCase()} ${soughtAs(id, name)}`;
        return words.every((each) => sought.includes(each));
      })
      .map(({ id }) => id);
  }

  async get(actor: Actor, userId: string): Promise<Person> {
    const [row] = await rows<Row>(this.source, `${ROWS} WHERE a.id = $1`, [userId]);
    const { tree } = await this.house(actor);
    if (!row || !tree.departments.has(row.departmentId)) throw notFound();
    return this.view(row, this.looksAfter(actor, row, tree));
  }

  async add(actor: Actor, { invite: isInvited, ...asked }: NewPerson & { invite: boolean }, request: FastifyRequest) {
    required(actor, 'people.manage');
    const link = await this.staff.change(actor, async (db, house) => {
      await this.staff.writePerson(db, asking(actor), house, asked);
      return isInvited && this.config.AUTH_MODE === 'local'
        ? this.invited(db, actor, house, asked.username, 'invitation', request)
        : null;
    });
    this.changed(asked.username);
    return { user: await this.get(actor, asked.username), invitation: link };
  }

  async change(
    actor: Actor,
    userId: string,
    { awayUntil, deputyId, successorId, ...placed }: UserChange,
  ): Promise<Person> {
    const { tree } = await this.house(actor);
    const account = tree.accounts.find((each) => each.id === userId);
    if (!account) throw notFound();
    const places = Object.values(placed).some((each) => each !== undefined);
    const isAbsence = awayUntil !== undefined || deputyId !== undefined || !places;
    const noteAbsence = isAbsence ? absenceOf(actor, account, { awayUntil, deputyId }, tree) : null;
    if (places && !this.looksAfter(actor, account, tree)) refuse('NOT_ALLOWED');
    if (places && successorId !== undefined) {
      if (!administers(actor, account.departmentId, tree)) refuse('NOT_ALLOWED');
      await this.handOver(actor, account, successorId, (each) =>
        leaves(account, { ...account, ...placedOf(placed, account) }, each, tree),
      );
    }
    await this.staff.change(actor, async (db, house) => {
      if (places) await this.staff.writeChange(db, asking(actor), house, userId, placed);
      await noteAbsence?.(db, this.log);
    });
    this.changed(userId);
    return this.get(actor, userId);
  }

  /** @returns the link; the one before is over */
  async link(actor: Actor, userId: string, kind: InvitationKind, request: FastifyRequest): Promise<InvitationLink> {
    required(actor, 'people.manage');
    if (this.config.AUTH_MODE !== 'local') throw new Problem('NO_PASSWORDS_HERE');
    const link = await this.staff.change(actor, async (db, house) => {
      const account = house.tree.accounts.find((each) => each.id === userId);
      if (!account) throw notFound();
      if (!administers(actor, account.departmentId, house.tree) || actor.userId === userId) refuse('NOT_ALLOWED');
      const [{ has }] = (await rows<{ has: boolean }>(
        db,
        `SELECT password_hash IS NOT NULL AS has FROM account WHERE id = $1`,
        [userId],
      )) as [{ has: boolean }];
      if (kind === 'invitation' && has) throw new Problem('ALREADY_SIGNED_IN');
      if (kind === 'reset') demandResettable(account);
      // Whoever has the old password is out at once; what replaces it is set by the link.
      if (kind === 'reset') await this.sessions.clearPassword(db, userId);
      return this.invited(db, actor, house, userId, kind, request);
    });
    this.changed(userId);
    return link;
  }

  /** @throws Problem NO_PASSWORDS_HERE; BAD_REQUEST with each that is nobody whom the actor looks after */
  async inviteByMail(actor: Actor, userIds: readonly string[]): Promise<Begun> {
    required(actor, 'people.manage');
    if (this.config.AUTH_MODE !== 'local') throw new Problem('NO_PASSWORDS_HERE');
    const { tree } = await this.house(actor);
    const theirs = new Set(
      tree.accounts.filter(({ departmentId }) => administers(actor, departmentId, tree)).map(({ id }) => id),
    );
    const errors = userIds.flatMap((id, n) =>
      theirs.has(id) ? [] : [{ pointer: `/userIds/${n}`, code: 'UNKNOWN_PERSON', detail: 'is nobody here' }],
    );
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
    const subjects = [...new Set(userIds)];
    return {
      rollout: await this.rollouts.begin(actor, { id: randomUUID(), kind: 'invite-people', what: {}, subjects }),
    };
  }

  private async invited(
    db: Db,
    actor: Actor,
    house: House,
    userId: string,
    kind: InvitationKind,
    request: FastifyRequest,
  ): Promise<InvitationLink> {
    const { token, expiresAt } = await invite(db, userId, kind, actor.userId);
    await this.staff.note(db, asking(actor), house, 'invitation-made', { userId, kind, expiresAt });
    return { link: invitationLink(publicUrl(this.config, request), token, userId), expiresAt };
  }

  async confirmRole(actor: Actor, userId: string, role: Role): Promise<Person> {
    required(actor, 'people.confirm');
    if (!(await this.staff.confirmRole(actor, userId, role))) throw notFound();
    this.changed(userId);
    return this.get(actor, userId);
  }

  /**
   * Everything that the person was named for goes to the successor by a recorded command of each case; then the account is
   * closed, and with it all that was opened by it.
   *
   * @throws DomainError NOT_ALLOWED; SUCCESSOR_REQUIRED with what is open; as `Handover.of`
   */
  async deactivate(actor: Actor, userId: string, successorId: string | undefined, reason: string) {
    required(actor, 'people.manage');
    const { tree } = await this.house(actor);
    const account = tree.accounts.find((each) => each.id === userId);
    if (!account) throw notFound();
    if (!administers(actor, account.departmentId, tree) || actor.userId === userId) refuse('NOT_ALLOWED');
    const handedOver = successorId === undefined ? 0 : await this.handOver(actor, account, successorId, () => true);
    await this.staff.change(actor, async (db, house) => {
      const now = house.tree.accounts.find((each) => each.id === userId);
      if (!now) throw notFound();
      await demandNothingHeld(db, now, house.tree);
      await this.staff.close(db, asking(actor), house, now, {
        ...(successorId !== undefined && { successorId }),
        text: this.vault.sealOwn(JSON.stringify({ reason }), 'person'),
      });
    });
    this.changed(userId);
    return { user: await this.get(actor, userId), handedOver };
  }

  /** @param which of what they hold: all, or what they would leave */
  private async handOver(
    actor: Actor,
    account: Account,
    successorId: string,
    which: (each: Holding) => boolean,
  ): Promise<number> {
    const { tree } = await this.house(actor);
    const holdings = (await transaction(this.source, (db) => holdingsOf(db, account, tree))).filter(which);
    const successor = tree.accounts.find((each) => each.id === successorId);
    demandSound(successorProblems(successor, account, holdings, tree));
    return this.handover.of(actor, holdings, successor!);
  }

  private async house(actor: Actor) {
    // What this process changed a moment ago, and what others did, is asked for as it is.
    this.directory.forget();
    return { tree: await this.directory.knownTo(actor) };
  }

  private changed(userId: string): void {
    this.directory.forget();
    this.sessions.forget(userId);
  }

  private looksAfter(
    actor: Actor,
    { id, departmentId }: Pick<Account, 'id' | 'departmentId'>,
    tree: House['tree'],
  ): boolean {
    return actor.userId === id || administers(actor, departmentId, tree);
  }

  private view(row: Row, isTheirs: boolean): Person {
    const { id, name, departmentId, roles, awayUntil, deputyId, active, pending, contact, signedInAt, invitedUntil } =
      row;
    const { email = null, phone = null } = isTheirs ? this.staff.contactOf(contact) : {};
    const waiting = Object.entries(pending) as [Role, string][];
    const account: PersonAccount = {
      grants: waiting.map(([role, by]) => ({ role, by })),
      email,
      phone,
      signedInAt,
      invitedUntil,
    };
    return {
      id,
      username: id,
      name,
      departmentId,
      roles,
      posts: postsOf(row),
      awayUntil,
      deputyId,
      active,
      pending: waiting.map(([role]) => role),
      ...(isTheirs && { account }),
    };
  }
}

function placedOf(change: Pick<UserChange, 'departmentId' | 'roles'>, account: Account) {
  return { departmentId: change.departmentId ?? account.departmentId, roles: change.roles ?? account.roles };
}
