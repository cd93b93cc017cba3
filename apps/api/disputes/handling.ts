import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { handlerOf } from '#domain/reading/holding.js';
import { Directory } from '#persistence/people/directory.js';
import { contactsOf } from '#persistence/staff/house.js';
import { Staff } from '#persistence/staff/staff.js';
import { Vault } from '#persistence/vault/vault.js';
import type { Actor } from '../http/actor.js';
import { required } from '../http/required.js';
import type { Handlers } from './answers.js';
import { DisputeReading } from './reading.js';

/** Whom one calls about a case. */
@Injectable()
export class Handling {
  private readonly staff: Staff;

  constructor(
    private readonly source: DataSource,
    private readonly directory: Directory,
    private readonly reading: DisputeReading,
    vault: Vault,
  ) {
    this.staff = new Staff(source, vault);
  }

  /**
   * Who was named to handle it, or while they are away who stands in; where nobody was, whoever heads the department, or its desk.
   *
   * @throws Problem NOT_FOUND where the reader sees no such case; NOT_ALLOWED
   */
  async of(actor: Actor, id: string): Promise<Handlers> {
    const { row, state } = await this.reading.get(actor, id);
    required(actor, 'handler.call');
    const tree = await this.directory.of(actor);
    const handler = handlerOf(state);
    const departmentId = row.holder;
    const isThere = (of: string) => tree.areOne(of, departmentId);
    const named = tree.accounts.find((each) => each.id === handler && isThere(each.departmentId))?.id ?? null;
    const post = departmentId === row.desk ? 'desk' : 'head';
    const people = tree.people({ departmentId, ...(named === null ? { post } : { userId: named }) });
    const contacts = await contactsOf(
      this.source,
      people.map((each) => each.id),
    );
    return {
      departmentId,
      named,
      people: people.map(({ id: userId, name, departmentId: of }) => ({
        userId,
        name,
        departmentId: of,
        phone: this.staff.contactOf(contacts.get(userId) ?? null).phone ?? null,
      })),
    };
  }
}
