import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors.js';
import type { CommandActor } from '#domain/people/actor.js';
import type { Holding } from '#domain/people/staffing.js';
import type { Account } from '#domain/people/tree.js';
import { Directory } from '#persistence/people/directory.js';
import { Reader } from '#persistence/reading/reader.js';
import { Vault } from '#persistence/vault/vault.js';
import { canonical } from '#persistence/database/canonical.js';
import { TemporalGateway } from '../../engine/gateway.js';
import type { Actor } from '../http/actor.js';
import { asTheRecord } from '../disputes/sight.js';
import { Submissions } from '../disputes/submissions.js';

/** So many cases at once: people at work go first. */
const AT_ONCE = 8;
/** What ended meanwhile is nobody's any more. */
const OVER: readonly string[] = ['NO_SUCH_OBLIGATION', 'ALREADY_CLOSED', 'ERASED', 'NOT_REGISTERED'];

/** What somebody leaves behind goes over by a recorded command on each case, each signed like any other. */
@Injectable()
export class Handover {
  constructor(
    private readonly reader: Reader,
    private readonly directory: Directory,
    private readonly vault: Vault,
    private readonly gateway: TemporalGateway,
    private readonly submissions: Submissions,
  ) {}

  /**
   * Names the successor wherever somebody was named.
   *
   * @returns on how many cases
   * @throws EngineUnavailable where a case did not answer in time: what was handed over stays so, and the rest is when it is
   *   asked for again
   */
  async of(actor: Actor, holdings: readonly Holding[], successor: Account): Promise<number> {
    const named = holdings.filter(({ disputeId }) => disputeId !== null);
    const byCase = [...new Set(named.map(({ disputeId }) => disputeId!))];
    const left = [...byCase];
    const walk = async () => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        for (const each of named.filter(({ disputeId }) => disputeId === id))
          await this.one(actor, id, each, successor);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, walk));
    return byCase.length;
  }

  private async one(actor: Actor, id: string, { departmentId, role, obligationId }: Holding, { id: userId }: Account) {
    const data = { departmentId, userId, ...(obligationId ? { obligationId } : { role }) };
    const bodyHmac = this.vault.match('body', `assign ${id}`, canonical(data));
    const sight = asTheRecord(actor, await this.directory.of(actor));
    const { seen, now } = await this.reader.openCommand(sight, id, { key: null, bodyHmac });
    if (!seen) return;
    const command = {
      type: 'AssignPerson' as const,
      // One deed however often it is asked for, as long as the case stands where it stood.
      key: this.vault.match('key', actor.userId, `handover ${id} ${seen.seq} ${canonical(data)}`),
      bodyHmac,
      receivedAt: now.toISOString(),
      actor: overDepartment(actor, departmentId),
      data,
    };
    await this.gateway.submit(id, command, this.submissions.sight(actor, id, seen)).catch((error: unknown) => {
      if (!(error instanceof DomainError) || !OVER.includes(error.code)) throw error;
    });
  }
}

/** Whose people they look after was asked before; the first department of all has nobody above it but who is of it. */
function overDepartment({ userId, departmentId, roles, superiorOf }: Actor, of: string): CommandActor {
  return { userId, departmentId, roles, superiorOf: [...new Set([...superiorOf, of])] };
}
