import { DomainError, refuse, type RefusalCode } from '#domain/errors.js';
import type { Problem } from '#domain/form/shapes.js';
import type { CommandActor } from '#domain/people/actor.js';
import { rolesPassed } from '#domain/people/deputies.js';
import { above } from '#domain/people/readers.js';
import { demandNew, firstRegion, mayFound, prefixOf, topOf, type NewRegion } from '#domain/people/regions.js';
import {
  FIRST_ROLES,
  administers,
  confirmRole,
  demandOthersInPower,
  departmentProblems,
  granted,
  leaves,
  personProblems,
  type House,
  type Left,
  successionProblems,
  withoutPower,
  type PlannedPerson,
} from '#domain/people/staffing.js';
import type { Account, Department, Region } from '#domain/people/tree.js';
import { RULES_ALONE } from '#domain/policy/default-policy.js';
import { hoursProblems } from '#domain/policy/hours.js';
import type { WorkingTime } from '#domain/time/limit.js';
import { SHIPPED_CALENDARS } from '#domain/time/shipped-calendars.js';
import type { Role } from '#domain/words.js';
import { logAccess, type AccessAction } from '../audit/access-log.js';
import { hashOf } from '../database/canonical.js';
import { transaction, type Db, type Pool, type Transaction } from '../database/database.js';
import { rows } from '../database/rows.js';
import type { Vault } from '../vault/vault.js';
import { demandNoCasesLeft, demandNothingHeld } from './holdings.js';
import { departmentIdOf, keptOf, lockHouse, type Knowing } from './house.js';
import { putAccount, putDepartment } from './put.js';

/** How departments and people come, change and go: for the API, for files that are read in, and for the command line. */

/** Several things are wrong with what somebody asked for: each with its place in the form. */
export class BadForm extends Error {
  override readonly name = 'BadForm';
  constructor(readonly problems: Problem[]) {
    super(problems.map(({ pointer, code }) => `${pointer} ${code}`).join(', '));
  }
}

export interface NewDepartment {
  id?: string | undefined;
  name: string;
  nameEn?: string | undefined;
  parentId: string | null;
  hasDesk?: boolean | undefined;
  isVillage?: boolean | undefined;
  workingTime?: WorkingTime | null | undefined;
  /** Of the first of a region; every other one is of that of its superior. */
  region?: string | undefined;
}
export type DepartmentChange = Partial<Omit<NewDepartment, 'id' | 'region'>>;

export interface NewPerson {
  username: string;
  name: string;
  departmentId: string;
  roles: Role[];
  email?: string | null | undefined;
  phone?: string | null | undefined;
}
export type PersonChange = Partial<Omit<NewPerson, 'username'>>;

export interface Contact {
  email?: string;
  phone?: string;
}

/** As an account keeps it; null where there is nothing to keep. */
export function sealedContact(
  vault: Pick<Vault, 'sealOwn'>,
  { email, phone }: { [C in keyof Contact]: string | undefined },
): string | null {
  if (!email && !phone) return null;
  return vault.sealOwn(JSON.stringify({ ...(email && { email }), ...(phone && { phone }) }), 'contact');
}

/** What a refusal of the whole is, among what is wrong with a form. */
const REFUSALS: readonly RefusalCode[] = ['USERNAME_TAKEN', 'DEPARTMENT_LOOP', 'ROLE_NOT_ALLOWED'];

/** @throws BadForm, or DomainError where one of the problems refuses the whole */
export function demandSound(problems: Problem[]): void {
  if (problems.length === 0) return;
  const refusal = REFUSALS.find((code) => problems.some((each) => each.code === code));
  if (refusal) throw new DomainError(refusal, { errors: problems });
  throw new BadForm(problems);
}

/** Of the rollout by which a department is closed: which, who goes on in its place, and why. */
export interface Closing {
  from: string;
  to: string;
  /** Sealed with the installation's own key as a text of `close-department`. */
  reason: string;
}
export const CLOSING = 'close-department';

/** Until the first administrator says what it is called. */
const FIRST_DEPARTMENT: Department = {
  id: 'county',
  parentId: null,
  name: '本县（区）',
  nameEn: 'This county',
  hasDesk: false,
  isVillage: false,
  active: true,
  workingTime: null,
};

/** Who asks; where it is the operator at the command line, a person of that name that no account has. */
export type Asker = Pick<CommandActor, 'userId' | 'departmentId'> & { actor: CommandActor | null };

/** @param actor a person who is here; rights are asked of them */
export const asking = (actor: CommandActor): Asker => ({ ...actor, actor });

export class Staff {
  constructor(
    private readonly source: Pool,
    private readonly vault: Vault,
  ) {}

  /** One transaction in which nobody else changes departments or people. @param who as far as they know them */
  change<T>(who: Knowing, work: (db: Transaction, house: House) => Promise<T>): Promise<T> {
    return transaction(this.source, async (db) => work(db, await lockHouse(db, who)));
  }

  /**
   * A county more, with the rules that ship; its first department comes after it.
   *
   * @throws DomainError NOT_ALLOWED to all but who looks after the first region from its top, REGION_TAKEN
   */
  foundRegion(by: CommandActor, { id, name }: NewRegion): Promise<Region> {
    return this.change(by, async (db, house) => {
      if (!mayFound(by, house.tree)) refuse('NOT_ALLOWED');
      demandNew({ id, name }, house.tree.regions);
      const region: Region = { id, name, prefix: prefixOf({ id }), begun: false };
      const policy = { ...RULES_ALONE, region: id };
      const years = SHIPPED_CALENDARS.map((each) => ({ ...each, region: id }));
      await db.query(`SELECT found_region($1, $2, $3, $4, $5, $6, $7)`, [
        id,
        name,
        region.prefix,
        hashOf(policy),
        JSON.stringify(policy),
        hashOf(years),
        JSON.stringify(years),
      ]);
      await this.note(db, asking(by), house, 'region-founded', { region: id, name });
      return region;
    });
  }

  addDepartment(by: Asker, asked: NewDepartment): Promise<Department> {
    return this.change(by.actor, (db, house) => this.writeDepartment(db, by, house, asked));
  }

  /** @throws DomainError NOT_ALLOWED, DEPARTMENT_LOOP; BadForm */
  async writeDepartment(db: Db, by: Asker, house: House, asked: NewDepartment): Promise<Department> {
    const { name, nameEn, parentId, hasDesk = false, isVillage = false, workingTime = null, region = null } = asked;
    if (parentId !== null && house.tree.departments.has(parentId)) this.demandOver(by, parentId, house);
    if (parentId === null && region !== null && by.actor && !mayFound(by.actor, house.tree)) refuse('NOT_ALLOWED');
    const id = asked.id ?? departmentIdOf(asked, (each) => house.departmentIds.has(each));
    const next: Department = {
      id,
      parentId,
      name,
      nameEn: nameEn ?? name,
      hasDesk,
      isVillage,
      active: true,
      workingTime,
      region: parentId === null ? region : null,
    };
    demandSound([...departmentProblems(next, null, house), ...hoursProblems(workingTime)]);
    await this.enterDepartment(db, by, house, null, next);
    return next;
  }

  changeDepartment(by: Asker, id: string, change: DepartmentChange): Promise<Department | null> {
    return this.change(by.actor, (db, house) => this.writeDepartmentChange(db, by, house, id, change));
  }

  /**
   * @returns null where there is no such department
   * @throws DomainError NOT_ALLOWED, DEPARTMENT_LOOP; BadForm; CASES_OPEN where cases run that it would leave
   */
  async writeDepartmentChange(
    db: Db,
    by: Asker,
    house: House,
    id: string,
    change: DepartmentChange,
  ): Promise<Department | null> {
    const before = house.tree.departments.get(id);
    if (!before?.active) return null;
    this.demandOver(by, id, house);
    const next: Department = { ...before, ...defined(change) };
    if (next.parentId !== null) next.region = null;
    // To where they have no say they move nothing.
    if (next.parentId !== before.parentId && next.parentId !== null && house.tree.departments.has(next.parentId)) {
      this.demandOver(by, next.parentId, house);
    }
    demandSound([...departmentProblems(next, before, house), ...hoursProblems(next.workingTime ?? null)]);
    await demandNoCasesLeft(db, before, next, house.tree);
    await this.enterDepartment(db, by, house, before, next);
    return next;
  }

  private async enterDepartment(db: Db, by: Asker, house: House, before: Department | null, next: Department) {
    await putDepartment(db, next);
    await this.note(db, by, house, 'department-changed', { departmentId: next.id, before, after: next });
  }

  /**
   * From here on nothing new comes to a department, and another is named that goes on in its place; the machine closes it
   * when its last case has gone over (`finishClosing`).
   *
   * @param left asked for what it still has
   * @param begun what is done together with it, by the word of who looks after both
   * @throws DomainError NOT_ALLOWED; as `successionProblems`; BadForm
   */
  async beginClosing<T>(
    by: Asker,
    id: string,
    { successorId, reason }: { successorId: string | undefined; reason: string },
    left: (db: Transaction, house: House) => Promise<Left>,
    begun: (db: Transaction, closing: Closing, house: House) => Promise<T>,
  ): Promise<T | null> {
    return this.change(by.actor, async (db, house) => {
      const from = house.tree.departments.get(id);
      if (!from?.active || from.successorId) return null;
      this.demandOver(by, id, house);
      if (successorId !== undefined && house.tree.departments.has(successorId)) this.demandOver(by, successorId, house);
      demandSound(successionProblems(from, successorId, await left(db, house), house));
      const closing: Closing = { from: id, to: successorId!, reason: this.vault.sealOwn(reason, CLOSING) };
      await db.query(`SELECT name_successor($1, $2)`, [closing.from, closing.to]);
      const data = { departmentId: id, before: from, after: { ...from, successorId } };
      await this.note(
        db,
        by,
        house,
        'department-changed',
        data,
        this.vault.sealOwn(JSON.stringify({ reason }), 'person'),
      );
      return begun(db, closing, house);
    });
  }

  /** Its people go along, and the department is closed; a second time nothing is left to do. */
  async finishClosing(by: Asker, { from, to }: Closing): Promise<void> {
    await this.change(by.actor, async (db, house) => {
      const before = house.tree.departments.get(from);
      if (!before?.active) return;
      const moved = await rows<{ person: string; granted: Role[]; waiting: Role[] }>(
        db,
        `SELECT person, granted, waiting FROM close_department($1, $2)`,
        [from, by.userId],
      );
      for (const { person: userId, granted: roles, waiting: pending } of moved) {
        const account = house.tree.accounts.find((each) => each.id === userId);
        const data = { userId, before: account && pick(account), after: { departmentId: to, roles, pending } };
        await this.note(db, by, house, 'person-changed', data);
      }
      const data = { departmentId: from, before, after: { ...before, active: false } };
      await this.note(db, by, house, 'department-changed', data);
    });
  }

  /**
   * The first of all: who looks after an installation that nobody looks after, in its first department, which is made where
   * there is none.
   *
   * @throws DomainError USERNAME_TAKEN; BadForm
   */
  async found(db: Db, house: House, { username: id, name }: Pick<NewPerson, 'username' | 'name'>): Promise<Account> {
    const region = firstRegion(house.tree);
    const there = topOf(region, house.tree);
    const top = there ?? { ...FIRST_DEPARTMENT, region };
    const by: Asker = { userId: id, departmentId: top.id, actor: null };
    const next: PlannedPerson = { id, name, departmentId: top.id, roles: [...FIRST_ROLES] };
    demandSound(personProblems(next, null, { ...house, tree: house.tree.with(top) }));
    if (!there) await this.enterDepartment(db, by, house, null, top);
    await putAccount(db, next, {}, null);
    await this.note(db, by, house, 'person-changed', { userId: id, by: 'setup', before: null, after: next });
    return { ...next, roles: [...FIRST_ROLES], awayUntil: null, deputyId: null };
  }

  addPerson(by: Asker, asked: NewPerson): Promise<Account & { pending: Role[] }> {
    return this.change(by.actor, (db, house) => this.writePerson(db, by, house, asked));
  }

  /** @throws DomainError NOT_ALLOWED, USERNAME_TAKEN, ROLE_NOT_ALLOWED; BadForm */
  async writePerson(db: Db, by: Asker, house: House, asked: NewPerson): Promise<Account & { pending: Role[] }> {
    const { username: id, name, departmentId, roles } = asked;
    if (house.tree.departments.has(departmentId)) this.demandOver(by, departmentId, house);
    const next: PlannedPerson = { id, name, departmentId, roles };
    demandSound(personProblems(next, null, house));
    const effect = by.actor ? granted(by, next, [], house.tree) : { roles: [...roles], pending: [] };
    const pending = Object.fromEntries(effect.pending.map((role) => [role, by.userId]));
    const contact = sealedContact(this.vault, { email: asked.email ?? undefined, phone: asked.phone ?? undefined });
    await putAccount(db, { ...next, roles: effect.roles }, pending, contact);
    const after = { id, name, departmentId, roles: effect.roles, pending: effect.pending };
    await this.note(db, by, house, 'person-changed', { userId: id, before: null, after });
    return { ...next, ...effect, awayUntil: null, deputyId: null };
  }

  /**
   * @returns false where there is no such person
   * @throws DomainError NOT_ALLOWED, ROLE_NOT_ALLOWED; BadForm; SUCCESSOR_REQUIRED where they leave a department or a role,
   *   and what they hold there has not gone to others
   */
  async writeChange(db: Db, by: Asker, house: House, userId: string, change: PersonChange): Promise<boolean> {
    const account = house.tree.accounts.find((each) => each.id === userId);
    if (!account) return false;
    const { name, departmentId, roles, email, phone } = change;
    const kept = await keptOf(db, userId);
    const before: PlannedPerson = pick(account);
    const wanted = roles ?? [...account.roles, ...(Object.keys(kept.pending) as Role[])];
    const next: PlannedPerson = {
      ...before,
      ...(name !== undefined && { name }),
      ...(departmentId !== undefined && { departmentId }),
      roles: wanted,
    };
    const isPlaced = name !== undefined || departmentId !== undefined || roles !== undefined;
    if (isPlaced) {
      this.demandOver(by, account.departmentId, house);
      if (departmentId !== undefined && house.tree.departments.has(departmentId))
        this.demandOver(by, departmentId, house);
      if (by.userId === userId && (departmentId !== undefined || roles !== undefined)) refuse('ROLE_NOT_ALLOWED');
      demandSound(personProblems(next, before, house));
      if (by.actor) demandOthersInPower(by, account, next, house.tree);
      await demandNothingHeld(db, account, house.tree, (each) => leaves(account, next, each, house.tree));
    }
    // Somewhere else it is another power: it is granted anew.
    const moves = next.departmentId !== account.departmentId;
    const had = moves ? withoutPower(account.roles) : account.roles;
    const effect = by.actor && isPlaced ? granted(by, next, had, house.tree) : { roles: wanted, pending: [] };
    const pending = isPlaced
      ? Object.fromEntries(effect.pending.map((role) => [role, kept.pending[role] ?? by.userId]))
      : kept.pending;
    const now = isPlaced ? effect.roles : account.roles;
    const contact = this.changed(kept.contact, { email, phone });
    await putAccount(db, { ...next, roles: now }, pending, contact);
    const after = { ...next, roles: now, pending: Object.keys(pending) };
    const contacts = contact === kept.contact ? {} : { contact: 'changed' };
    await this.note(db, by, house, 'person-changed', {
      userId,
      before: { ...before, pending: Object.keys(kept.pending) },
      after: { ...after, ...contacts },
    });
    return true;
  }

  /** @throws DomainError NOT_ALLOWED, ROLE_NOT_PENDING, ROLE_NOT_ALLOWED */
  confirmRole(by: CommandActor, userId: string, role: Role): Promise<boolean> {
    return this.change(by, async (db, house) => {
      const account = house.tree.accounts.find((each) => each.id === userId);
      if (!account) return false;
      const { pending, contact } = await keptOf(db, userId);
      confirmRole(by, account, role, pending[role], house.tree);
      const { [role]: askedBy, ...left } = pending;
      const roles = [...account.roles, role];
      demandSound(personProblems({ ...pick(account), roles }, pick(account), house));
      await putAccount(db, { ...pick(account), roles }, left, contact);
      await this.note(db, asking(by), house, 'person-changed', {
        userId,
        before: { roles: account.roles, pending: Object.keys(pending) },
        after: { roles, pending: Object.keys(left), confirmed: role, askedBy },
      });
      return true;
    });
  }

  /**
   * Closes an account: who was signed in with it is signed out, what was given to programs and calendars ends, and whoever
   * named the person as their deputy has the successor as one where that may be, else none.
   *
   * @throws DomainError ROLE_NOT_ALLOWED
   */
  async close(db: Db, by: Asker, house: House, account: Account, more: { successorId?: string; text?: string }) {
    const { text, successorId } = more;
    if (by.actor) demandOthersInPower(by, account, null, house.tree);
    await this.passDeputies(db, by, house, account, successorId);
    const { contact } = await keptOf(db, account.id);
    await putAccount(db, account, {}, contact, false);
    const data = {
      userId: account.id,
      before: pick(account),
      after: null,
      ...(successorId !== undefined && { successorId }),
    };
    await this.note(db, by, house, 'person-changed', data, text);
  }

  private async passDeputies(db: Db, by: Asker, house: House, gone: Account, successorId: string | undefined) {
    const { accounts } = house.tree;
    const successor = accounts.find((each) => each.id === successorId);
    for (const { id: userId, ...absent } of accounts.filter((each) => each.deputyId === gone.id)) {
      const isFit = successor && rolesPassed({ id: userId, ...absent }, successor).length > 0;
      const deputyId = isFit ? successor.id : null;
      await db.query(`UPDATE account SET deputy_id = $2 WHERE id = $1`, [userId, deputyId]);
      const data = { userId, before: { deputyId: gone.id }, after: { deputyId } };
      await this.note(db, by, house, 'deputy-changed', data);
    }
  }

  async note(
    db: Db,
    { userId, departmentId }: Asker,
    { tree }: House,
    action: AccessAction,
    data: Record<string, unknown>,
    text?: string,
  ): Promise<void> {
    const visibleTo = above(departmentId, tree);
    await logAccess(db, this.vault, { action, userId, departmentId, visibleTo, data, ...(text && { text }) });
  }

  contactOf(sealed: string | null): Contact {
    return sealed === null ? {} : (JSON.parse(this.vault.openOwn(sealed, 'contact')) as Contact);
  }

  private changed(sealed: string | null, { email, phone }: Pick<PersonChange, 'email' | 'phone'>): string | null {
    if (email === undefined && phone === undefined) return sealed;
    const before = this.contactOf(sealed);
    const after = {
      email: email === undefined ? before.email : (email ?? undefined),
      phone: phone === undefined ? before.phone : (phone ?? undefined),
    };
    // Sealed anew it would look like another one.
    const isSame = after.email === before.email && after.phone === before.phone;
    return isSame ? sealed : sealedContact(this.vault, after);
  }

  /** The operator at the command line is over everybody. */
  private demandOver({ actor }: Asker, departmentId: string, { tree }: House): void {
    if (actor && !administers(actor, departmentId, tree)) refuse('NOT_ALLOWED');
  }
}

function defined(change: DepartmentChange): Partial<Department> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<Department>;
}

const pick = ({ id, name, departmentId, roles }: PlannedPerson): PlannedPerson => ({ id, name, departmentId, roles });
