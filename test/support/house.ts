import { refuse } from '#domain/errors.js';
import { hasPartOf } from '#domain/dispute/chapters/succession/places.js';
import type { Registered } from '#domain/dispute/state.js';
import type { Verb } from '#domain/dispute/commands.js';
import type { Holder } from '#domain/obligation/obligation.js';
import type { CommandActor } from '#domain/people/actor.js';
import { deputise, rolesPassed } from '#domain/people/deputies.js';
import { nameKey } from '#domain/people/names.js';
import { actsFor, isDesk, isHead, isSupervisor, isVisitorOf } from '#domain/people/posts.js';
import {
  demandOthersInPower,
  departmentProblems,
  heldAlone,
  leaves,
  leftByChange,
  leftBySuccession,
  personProblems,
  successionProblems,
  successorProblems,
  withoutPower,
  type Holding,
  type House,
  type OwedIn,
  type PlannedPerson,
  type Running,
} from '#domain/people/staffing.js';
import { Tree, type Account, type Department } from '#domain/people/tree.js';
import { millisOf } from '#domain/time/time.js';
import type { Role } from '#domain/words.js';
import { account, department } from './staff.js';
import type { Town } from './town.js';

/**
 * A small county and its people, who come and go while cases run: what the API, the store and the rollouts do with a command
 * of people or departments, by the rules of the core alone. What a rule refuses is thrown as the refusal that it is.
 */

const DEPARTMENTS = [
  department('district', null),
  department('centre', 'district'),
  department('other-centre', 'district'),
  department('police', 'centre', { hasDesk: true }),
  department('hall', 'centre', { hasDesk: true }),
  ...['justice', 'land', 'forestry', 'labour', 'agriculture'].map((id) => department(id, 'centre')),
  department('village-shixi', 'centre', { isVillage: true }),
];

/** Some departments have several, some one, and some only a head; at the top are two who look after the others. */
const PEOPLE = [
  account('admin', 'district', ['admin']),
  account('second', 'district', ['admin']),
  account('auditor', 'district', ['auditor']),
  account('chief', 'district', ['supervisor']),
  account('supervisor', 'centre', ['supervisor']),
  account('desk', 'police', ['desk']),
  account('visitor', 'police', ['visitor']),
  account('clerk', 'hall', ['desk', 'visitor']),
  account('justice', 'justice', ['handler']),
  account('justice-head', 'justice', ['handler', 'head']),
  account('land', 'land', ['handler']),
  account('land-head', 'land', ['head']),
  account('forestry', 'forestry', ['head']),
  account('labour', 'labour', ['handler']),
  account('grid', 'village-shixi', ['reporter']),
];

/** A department that is being closed: its cases go over one after the other. */
interface Closing {
  from: string;
  to: string;
}

const sound = (problems: readonly { code: string }[]) => {
  if (problems.length > 0) refuse('NOT_ALLOWED', { problems });
};

export class LivingHouse {
  private departments = new Map(DEPARTMENTS.map((each) => [each.id, each]));
  private people = [...PEOPLE];
  private readonly names = new Set(PEOPLE.map(({ id }) => nameKey(id)));
  private closings: Closing[] = [];

  constructor(private readonly towns: readonly Town[]) {}

  get tree(): Tree {
    const now = Math.max(...this.towns.map((town) => millisOf(town.now)));
    return new Tree(this.departments, this.people, new Date(now));
  }

  /** Everybody who is here, as they act now. */
  actors(): Record<string, CommandActor> {
    const { tree } = this;
    return Object.fromEntries(this.people.map((each) => [each.id, tree.actorOf(each)]));
  }

  get accounts(): readonly Account[] {
    return this.people;
  }

  get places(): readonly Department[] {
    return [...this.departments.values()].filter((each) => each.active);
  }

  private get house(): House {
    return {
      tree: this.tree,
      departmentIds: new Set(this.departments.keys()),
      usernames: this.names,
      pending: new Map(),
    };
  }

  private get admin(): CommandActor {
    return this.actors().admin!;
  }

  comes(id: string, departmentId: string, roles: Role[]): void {
    sound(personProblems({ id, name: id, departmentId, roles }, null, this.house));
    this.names.add(nameKey(id));
    this.people.push(account(id, departmentId, roles));
  }

  /** To another department, to other roles, or both. */
  changes(id: string, change: Partial<Pick<PlannedPerson, 'departmentId' | 'roles'>>, successorId?: string): void {
    const now = this.get(id);
    const next: PlannedPerson = { ...now, ...change };
    const wouldLeave = (each: Holding) => leaves(now, next, each, this.tree);
    if (successorId !== undefined) this.handsOver(now, successorId, wouldLeave);
    sound(personProblems(next, now, this.house));
    demandOthersInPower(this.admin, now, next, this.tree);
    this.demandNothingHeld(now, wouldLeave);
    // Power is granted anew elsewhere; who is to confirm it does not come into this.
    const roles = next.departmentId === now.departmentId ? [...next.roles] : withoutPower(next.roles);
    this.put({ ...now, departmentId: next.departmentId, roles });
  }

  goes(id: string, successorId?: string): void {
    const now = this.get(id);
    if (successorId !== undefined) this.handsOver(now, successorId, () => true);
    this.demandNothingHeld(now, () => true);
    demandOthersInPower(this.admin, now, null, this.tree);
    const successor = this.people.find((each) => each.id === successorId);
    for (const absent of this.people.filter((each) => each.deputyId === id)) {
      const isFit = successor && rolesPassed(absent, successor).length > 0;
      this.put({ ...absent, deputyId: isFit ? successor.id : null });
    }
    this.people = this.people.filter((each) => each.id !== id);
  }

  isAway(id: string, awayUntil: Date | null, deputyId: string | null): void {
    const now = this.get(id);
    if (deputyId !== null) deputise(this.actors()[id]!, now, this.get(deputyId));
    this.put({ ...now, awayUntil, deputyId });
  }

  becomes(id: string, change: Partial<Pick<Department, 'parentId' | 'hasDesk'>>): void {
    const before = this.departments.get(id)!;
    const next = { ...before, ...change };
    sound(departmentProblems(next, before, this.house));
    const open = leftByChange(before, next, this.running(), this.tree);
    if (open.length > 0) refuse('CASES_OPEN', { open });
    this.departments.set(id, next);
  }

  isClosed(from: string, to: string): void {
    const before = this.departments.get(from)!;
    if (!before.active || before.successorId) refuse('NOT_ALLOWED');
    const running = this.running().filter(({ desk }) => desk === from);
    const open = this.departments.has(to) ? leftBySuccession(to, running, this.tree) : [];
    if (open.length > 0) refuse('CASES_OPEN', { open });
    const cases = this.open().filter((town) => hasPartOf(town.dispute, from)).length;
    const people = this.people.filter((each) => each.departmentId === from).length;
    sound(successionProblems(before, to, { cases, items: 0, people }, this.house));
    this.departments.set(from, { ...before, successorId: to });
    this.closings.push({ from, to });
  }

  /** Of one that is being closed one case more goes over; when none is left the people go along, and it is closed. */
  goesOn(pick: <T>(list: readonly T[]) => T | undefined): void {
    const closing = pick(this.closings);
    if (!closing) return;
    const { from, to } = closing;
    const left = this.open().find((town) => hasPartOf(town.dispute, from));
    if (left) {
      left.passTo(left.now);
      if (left.status !== 'closed') left.succeed(from, to, this.over(from, to));
      return;
    }
    for (const each of this.people.filter(({ departmentId }) => departmentId === from))
      this.put({ ...each, departmentId: to, roles: withoutPower(each.roles) });
    this.departments.set(from, { ...this.departments.get(from)!, active: false });
    this.closings = this.closings.filter((each) => each !== closing);
  }

  /**
   * A body as the API's door looks at it: what it names is there, and what only the tree knows is put in.
   *
   * @throws DomainError where it names what is not there
   */
  look(verb: Verb, body: object, town: Town, pick: <T>(list: readonly T[]) => T | undefined): object {
    const named = body as {
      to?: string;
      departments?: string[];
      decisions?: { departmentId: string }[];
      with?: object;
    };
    const { to, departments = [], decisions = [] } = named;
    for (const id of [...(to ? [to] : []), ...departments, ...decisions.map(({ departmentId }) => departmentId)]) {
      if (!this.tree.stays(id)) refuse('NOBODY_THERE', { to: id });
    }
    if (to !== undefined) return { ...body, staffed: this.tree.isStaffed(to) };
    if (decisions.length > 0) {
      return {
        ...body,
        decisions: decisions.map((one) => ({ ...one, staffed: this.tree.isStaffed(one.departmentId) })),
      };
    }
    if (named.with) return { ...body, with: pick(Object.values(this.actors())) };
    if (verb === 'reopen' || verb === 'split') {
      const closed = [...this.departments.values()].filter((each) => !each.active && hasPartOf(town.dispute, each.id));
      return { ...body, succeeded: closed.map(({ id }) => ({ from: id, to: this.tree.successorOf(id) })) };
    }
    if (verb === 'assign') {
      const { id: userId, departmentId } = pick(this.people)!;
      return { ...body, userId, departmentId };
    }
    return body;
  }

  /** Who can answer what a department owes on a case. */
  canAnswer({ departmentId, role }: Holder, dispute: Registered): boolean {
    const { tree } = this;
    // Nobody acts for one that is closed.
    if (!tree.departments.get(departmentId)?.active) return false;
    return Object.values(this.actors()).some((actor) => {
      const as = tree.areOne(actor.departmentId, departmentId) ? { ...actor, departmentId } : actor;
      if (role === 'supervisor') return isSupervisor(actor, dispute);
      if (role === 'head') return isHead(as, departmentId);
      if (role === 'desk') return isDesk(as, { desk: departmentId });
      if (role === 'visitor') return isVisitorOf(as, [departmentId]) || isDesk(as, { desk: departmentId });
      return actsFor(as, departmentId);
    });
  }

  private open(): Town[] {
    return this.towns.filter((town) => town.status !== 'closed');
  }

  private running(): Running[] {
    return this.open().map(({ dispute: { desk, superior } }) => ({ desk, superior, count: 1 }));
  }

  private get(id: string): Account {
    return this.people.find((each) => each.id === id) ?? refuse('NOT_ALLOWED');
  }

  private put(next: Account): void {
    this.people = this.people.map((each) => (each.id === next.id ? next : each));
  }

  private over(...departments: string[]): CommandActor {
    const { admin } = this;
    return { ...admin, superiorOf: [...new Set([...admin.superiorOf, ...departments])] };
  }

  private demandNothingHeld(person: Account, which: (each: Holding) => boolean): void {
    const open = this.holdings(person).filter(which);
    if (open.length > 0) refuse('SUCCESSOR_REQUIRED', { open });
  }

  private handsOver(person: Account, successorId: string, which: (each: Holding) => boolean): void {
    const holdings = this.holdings(person).filter(which);
    const successor = this.people.find((each) => each.id === successorId);
    sound(successorProblems(successor, person, holdings, this.tree));
    for (const { disputeId, departmentId, role, obligationId } of holdings) {
      const town = this.towns.find(({ id }) => id === disputeId);
      const data = { departmentId, userId: successorId, ...(obligationId ? { obligationId } : { role }) };
      town?.actingAs(this.over(departmentId)).do('AssignPerson', data);
    }
  }

  private holdings(person: Account): Holding[] {
    const owed: OwedIn[] = [];
    const named = this.open().flatMap(({ id: disputeId, dispute: { assigned, obligations } }): Holding[] => {
      for (const { holder } of obligations) owed.push({ ...holder, count: 1 });
      const roles = Object.entries(assigned)
        .filter(([, userId]) => userId === person.id)
        .map(([place]) => place.split(':') as [string, Role]);
      const others = obligations.filter(
        ({ holder }) =>
          holder.userId === person.id &&
          !roles.some(([departmentId, role]) => departmentId === holder.departmentId && role === holder.role),
      );
      return [
        ...roles.map(([departmentId, role]) => ({ departmentId, role, disputeId, number: null })),
        ...others.map(({ id: obligationId, holder: { departmentId, role } }) => ({
          departmentId,
          role,
          disputeId,
          number: null,
          obligationId,
        })),
      ];
    });
    return [...named, ...heldAlone(person, owed, this.running(), this.tree)];
  }
}
