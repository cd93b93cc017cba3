import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { logAccess, logAtMost, type Access, type AccessAction } from '#persistence/audit/access-log.js';
import type { Db } from '#persistence/database/database.js';
import { above } from '#domain/people/readers.js';
import { Directory } from '#persistence/people/directory.js';
import { Vault } from '#persistence/vault/vault.js';

type Person = Pick<Access, 'userId' | 'departmentId'>;
type Facts = Pick<Access, 'disputeId' | 'data' | 'text'>;

/** Notes who looks at what. An entry that cannot be written fails the look. */
@Injectable()
export class AccessLog {
  constructor(
    private readonly source: DataSource,
    private readonly vault: Vault,
    private readonly directory: Directory,
  ) {}

  /** @param db the transaction of what is noted, so that neither is without the other */
  async note(person: Person, action: AccessAction, more: Facts = {}, db: Db = this.source): Promise<void> {
    await logAccess(db, this.vault, await this.entry(person, action, more));
  }

  /** @returns whether it was noted; not where the person has as many of the last hour, and then it must not happen */
  async noteAtMost(most: number, person: Person, action: AccessAction, more: Facts): Promise<boolean> {
    return logAtMost(this.source, this.vault, await this.entry(person, action, more), most);
  }

  private async entry({ userId, departmentId }: Person, action: AccessAction, more: Facts): Promise<Access> {
    const tree = await this.directory.load();
    const visibleTo = above(departmentId, tree);
    return { action, userId, departmentId, visibleTo, ...more };
  }

  /** A failed sign-in is noted where there is such a person: what others type into that field is nobody's business. */
  async noteFailure(username: string): Promise<void> {
    const account = (await this.directory.load()).accounts.find((each) => each.id === username);
    if (account) await this.note({ userId: account.id, departmentId: account.departmentId }, 'sign-in-failed');
  }
}
