import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '#config/config.js';
import type { PersonCommand } from '#domain/dispute/commands.js';
import { unregistered } from '#domain/dispute/state.js';
import type { Rules } from '#domain/obligation/obligation.js';
import { civilDateAt, instantOf, type Instant } from '#domain/time/time.js';
import { uuidOf } from '#persistence/database/named-id.js';
import { Directory } from '#persistence/people/directory.js';
import type { Tree } from '#domain/people/tree.js';
import { findSimilar } from '#persistence/reading/dispute-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { nextNumber } from '#persistence/record/numbers.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault } from '#persistence/vault/vault.js';
import type { Actor } from '../http/actor.js';
import { required } from '../http/required.js';
import { badField, Problem } from '../http/problem.js';
import { Receipts, envelopeOf, type Receipt, type Sending } from '../engine/receipts.js';
import { Attaching } from './attaching.js';
import { EarlierCases } from './earlier-cases.js';
import { TemporalGateway } from '../../engine/gateway.js';
import { CONFIG } from '../http/tokens.js';
import type { Register } from './bodies.js';
import { splitRegistration } from './to-command.js';
import { Submissions, type Held } from './submissions.js';
import { unknownVillage } from './unknown.js';

/** How a dispute enters. */
@Injectable()
export class Registration {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly vault: Vault,
    private readonly directory: Directory,
    private readonly gateway: TemporalGateway,
    private readonly receipts: Receipts,
    private readonly submissions: Submissions,
    private readonly earlier: EarlierCases,
    private readonly attaching: Attaching,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param itemId the item that it comes from: one item becomes one dispute, whoever promotes it
   * @throws Problem NOT_ALLOWED; BAD_REQUEST for a place, a moment or a rehearsal that cannot be; DomainError
   *   KEY_REUSED, ALREADY_REGISTERED; then as `TemporalGateway.submit`
   */
  async register(actor: Actor, body: Register, sending: Sending, itemId?: string) {
    required(actor, 'dispute.register');
    const tree = await this.directory.of(actor);
    if (body.rehearsal && this.config.REHEARSALS === 'off') {
      throw badField('/rehearsal', 'REHEARSALS_OFF', 'rehearsals are switched off here');
    }
    lookAt(body, tree);
    const receipt = await this.receipts.of(actor, 'register', body, sending);
    return this.receipts.settle(receipt, () => this.enter(actor, body, receipt, sending, itemId));
  }

  private async enter(actor: Actor, body: Register, receipt: Receipt, sending: Sending, itemId?: string) {
    const id = itemId ? uuidOf(`item ${itemId}`) : sending.key === undefined ? randomUUID() : uuidOf(receipt.key);
    const files = await this.attaching.named(actor, id, body.files ?? []);
    const [held, similar] = await Promise.all([
      receipt.seq === null ? this.begin(actor, id, body, receipt) : { seq: receipt.seq },
      // Up to the first try: a repeated registration is answered with the same ones.
      this.reader.as(actor, (db) =>
        findSimilar(db, {
          id,
          names: body.parties.map((party) => party.name),
          village: body.place.village,
          category: body.category,
          title: body.title,
          rehearsal: body.rehearsal,
          at: receipt.receivedAt,
        }),
      ),
    ]);
    const registered = { ...(await this.submissions.answer(actor, id, held, receipt)), similar };
    return this.attaching.attach(actor, registered, files, sending);
  }

  /** Starts its workflow, under the rules that are in force. */
  private async begin(actor: Actor, id: string, body: Register, receipt: Receipt): Promise<Held> {
    const { policy, calendar } = await this.rulebook.current(actor.region);
    const rules = await this.rulebook.rules(policy.version, calendar.version);
    const [number, key] = await Promise.all([
      this.number(actor, receipt.receivedAt, rules, body.rehearsal),
      this.vault.create(this.source, id),
    ]);
    const tree = await this.directory.of(actor);
    const { data, text } = splitRegistration(body, {
      number,
      desk: actor.departmentId,
      superior: tree.departments.get(actor.departmentId)?.parentId ?? actor.departmentId,
      policyHash: policy.hash,
      calendarHash: calendar.hash,
    });
    const repeats = await this.earlier.of(actor, { ...body, id }, receipt.receivedAt, rules);
    if (repeats.length > 0) data.repeats = repeats;
    const command: PersonCommand = {
      ...envelopeOf(actor, receipt),
      type: 'RegisterDispute',
      data,
      text: key.seal(text),
    };
    const sight = this.submissions.sight(actor, id, { seq: 0 });
    return this.submissions.answered(actor, id, receipt, () =>
      this.gateway.register(id, command, unregistered(id, rules), sight),
    );
  }

  private number({ region }: Actor, receivedAt: Instant, rules: Rules, rehearsal: boolean): Promise<string> {
    const day = civilDateAt(receivedAt, rules.policy.workingTime.zone);
    return nextNumber(this.source, region, rehearsal ? 'rehearsal' : 'dispute', day);
  }
}

function lookAt({ place, occurredAt }: Register, tree: Tree): void {
  const errors = unknownVillage(place.village, tree);
  if (occurredAt && occurredAt > instantOf(Date.now())) {
    errors.push({ pointer: '/occurredAt', code: 'IN_THE_FUTURE', detail: 'must not lie in the future' });
  }
  if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
}
