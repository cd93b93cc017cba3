import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { endsAs, withEnding } from '#lexicon/file-kinds.js';
import { Directory } from '#persistence/people/directory.js';
import { hasPartOf } from '#domain/dispute/chapters/succession/places.js';
import type { CommandData, SecondVisitor, Verb } from '#domain/dispute/commands.js';
import { refusalBefore } from '#domain/dispute/decide.js';
import { mayNeedReason, needsReason } from '#domain/dispute/may/reasons.js';
import type { Tree } from '#domain/people/tree.js';
import { takeHandedIn } from '#persistence/papers/file-store.js';
import { Reader, type SeenCase } from '#persistence/reading/reader.js';
import { Vault } from '#persistence/vault/vault.js';
import type { Actor } from '../http/actor.js';
import { badField, Problem, type FieldError } from '../http/problem.js';
import { DisputeReading } from './reading.js';
import { unknownFile } from './unknown.js';
import { nowOf } from './view.js';

/** Of the case that a body is for. */
type Seen = Pick<SeenCase, 'id' | 'rehearsal'>;

type Decision = CommandData['ConcludeMeeting']['decisions'][number];

/** What a body may name that the core does not know. */
interface Named {
  to?: string;
  suggestedDepartment?: string;
  departments?: string[];
  decisions?: Decision[];
  handler?: string;
  userId?: string;
  with?: string;
  into?: string;
  fileId?: string;
  name?: string;
  disputeId?: string;
}

/** The faults of one body, told all at once. */
class Faults {
  private readonly errors: FieldError[] = [];

  add(pointer: string, code: string, detail: string): void {
    this.put({ pointer, code, detail });
  }

  put(fault: FieldError): void {
    this.errors.push(fault);
  }

  tell(): void {
    if (this.errors.length > 0) throw new Problem('BAD_REQUEST', { errors: this.errors });
  }
}

@Injectable()
export class Lookups {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly vault: Vault,
    private readonly directory: Directory,
    private readonly reading: DisputeReading,
  ) {}

  /**
   * Departments, people, disputes and files that a body names must exist.
   *
   * @returns what the core has to know of them besides
   * @throws Problem BAD_REQUEST with every name that stands for nothing
   */
  async of(actor: Actor, seen: Seen, body: object): Promise<object> {
    const named = body as Named;
    const tree = await this.directory.of(actor);
    const faults = new Faults();
    departments(named, tree, faults);
    const assigned = people(actor, named, tree, faults);
    const into = named.into === undefined ? null : await this.target(actor, seen, named.into, faults);
    const file = await this.file(actor, seen, named, faults);
    faults.tell();
    if (into) return { into };
    if (file) return { mediaType: file.mediaType, size: file.size, sha256: file.sha256 };
    if (named.with !== undefined) return { with: secondOf(named.with, tree) };
    if (named.disputeId !== undefined) return { counted: await this.counts(actor, seen, named.disputeId) };
    if (named.to !== undefined) return { staffed: tree.isStaffed(named.to) };
    if (named.decisions) {
      const known = ({ departmentId, dueAt }: Decision) => ({
        departmentId,
        dueAt,
        staffed: tree.isStaffed(departmentId),
      });
      return { decisions: named.decisions.map(known) };
    }
    return assigned ? { departmentId: assigned.departmentId } : {};
  }

  /**
   * Who may not do it at all hears that first.
   *
   * @throws Problem BAD_REQUEST where this act needs a reason and has none
   */
  async demandReason(actor: Actor, id: string, verb: Verb, body: object): Promise<void> {
    if (!mayNeedReason(verb) || 'reason' in body) return;
    const { row, state } = await this.reading.get(actor, id);
    if (refusalBefore(verb, state, actor, nowOf(row)) !== null) return;
    if (needsReason(verb, body, state)) throw badField('/reason', 'REQUIRED', 'must be given by who refuses or lowers');
  }

  /** Whatever a closed case names that has been closed since goes on elsewhere. */
  async succeeded(actor: Actor, id: string): Promise<CommandData['ReopenDispute']> {
    const [{ state }, tree] = await Promise.all([this.reading.get(actor, id), this.directory.of(actor)]);
    const closed = [...tree.departments.values()].filter((each) => !each.active && hasPartOf(state, each.id));
    const succeeded = closed.map((each) => ({ from: each.id, to: tree.successorOf(each.id) }));
    return succeeded.length > 0 ? { succeeded } : {};
  }

  /** The dispute that is to go on in place of this one: whether it can, only the record of both can say. */
  private async target(actor: Actor, seen: Seen, into: string, faults: Faults): Promise<string | null> {
    const target = await this.reading.find(actor, into);
    if (target?.row.rehearsal === seen.rehearsal) return target.row.id;
    faults.add('/into', 'UNKNOWN_DISPUTE', 'there is no such dispute among those that you may see');
    return null;
  }

  private async counts(actor: Actor, { id }: Seen, repeat: string): Promise<boolean> {
    return (await this.reading.get(actor, id)).row.repeats.includes(repeat);
  }

  /** One that was handed in before there was a case is the case's from here on, whether or not it is attached then. */
  private async file(actor: Actor, { id }: Seen, { fileId, name }: Named, faults: Faults) {
    if (fileId === undefined) return null;
    const key = await this.vault.find(this.source, id);
    const of = { disputeId: id };
    const file = key && (await this.reader.as(actor, (db) => takeHandedIn(db, this.vault, fileId, of, key)));
    if (!file) faults.put(unknownFile('/fileId'));
    else if (name !== undefined && !endsAs(name, file.mediaType)) {
      faults.add('/name', 'OTHER_ENDING', `does not end as what it is: ${withEnding(name, file.mediaType)}`);
    }
    return file;
  }
}

function departments({ to, suggestedDepartment, departments = [], decisions = [] }: Named, tree: Tree, faults: Faults) {
  const look = (pointer: string, id: string | undefined) => {
    if (id === undefined || tree.stays(id)) return;
    const successor = tree.successorOf(id);
    if (successor !== id)
      return faults.add(pointer, 'DEPARTMENT_CLOSED', `"${id}" is closed: "${successor}" goes on in its place`);
    faults.add(pointer, 'UNKNOWN_DEPARTMENT', `there is no department "${id}"`);
  };
  look('/to', to);
  look('/suggestedDepartment', suggestedDepartment);
  departments.forEach((id, index) => look(`/departments/${index}`, id));
  decisions.forEach(({ departmentId }, index) => look(`/decisions/${index}/departmentId`, departmentId));
}

/** @returns who is to be assigned */
function people(actor: Actor, named: Named, tree: Tree, faults: Faults) {
  const look = (pointer: string, id: string | undefined) => {
    const account = tree.accounts.find((each) => each.id === id);
    if (id !== undefined && !account) faults.add(pointer, 'UNKNOWN_PERSON', `there is no person "${id}"`);
    return account;
  };
  const handler = look('/handler', named.handler);
  if (handler && handler.departmentId !== actor.departmentId) {
    faults.add('/handler', 'OTHER_DEPARTMENT', `"${handler.id}" does not work at ${actor.departmentId}`);
  }
  look('/with', named.with);
  return look('/userId', named.userId);
}

/** Somebody who went along, as they act now; their roles are what the core judges by. */
function secondOf(id: string, tree: Tree): SecondVisitor {
  const { userId, departmentId, roles } = tree.actorOf(tree.accounts.find((each) => each.id === id)!);
  return { userId, departmentId, roles };
}
