import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RolloutProgress } from '#persistence/rollouts/rollout-store.js';
import { casesNaming, demandSameSuperiors, itemsAt, readAsRecord } from '#persistence/staff/holdings.js';
import { Staff, asking } from '#persistence/staff/staff.js';
import { Vault } from '#persistence/vault/vault.js';
import type { Actor } from '../http/actor.js';
import { Rollouts } from '../rollouts/rollouts.js';

/** How a department is closed: named at once with who goes on in its place, and left by its cases one by one. */
@Injectable()
export class Closings {
  private readonly staff: Staff;

  constructor(
    source: DataSource,
    vault: Vault,
    private readonly rollouts: Rollouts,
  ) {
    this.staff = new Staff(source, vault);
  }

  /**
   * @returns null where there is no such department, or it is closed or being closed
   * @throws as `Staff.beginClosing`
   */
  async begin(
    actor: Actor,
    departmentId: string,
    asked: { successorId: string | undefined; reason: string },
  ): Promise<RolloutProgress | null> {
    let subjects: string[] = [];
    const begun = await this.staff.beginClosing(
      asking(actor),
      departmentId,
      asked,
      async (db, { tree }) => {
        await readAsRecord(db, tree);
        const { successorId } = asked;
        if (successorId !== undefined && tree.departments.has(successorId))
          await demandSameSuperiors(db, departmentId, successorId, tree);
        subjects = await casesNaming(db, departmentId);
        const people = tree.accounts.filter((each) => each.departmentId === departmentId).length;
        return { cases: subjects.length, items: await itemsAt(db, departmentId), people };
      },
      (db, what) =>
        this.rollouts.write(db, over(actor, [what.from, what.to]), {
          id: randomUUID(),
          kind: 'close-department',
          what,
          subjects,
        }),
    );
    if (begun) await this.rollouts.start(begun.id);
    return begun;
  }
}

/** Whom they look after was asked before; the first department of all has nobody above it but who is of it. */
const over = (actor: Actor, departments: string[]): Actor => ({
  ...actor,
  superiorOf: [...new Set([...actor.superiorOf, ...departments])],
});
