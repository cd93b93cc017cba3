import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '#config/config.js';
import { isUnwritable } from '#persistence/database/connections.js';
import { transaction, type Db } from '#persistence/database/database.js';
import { one, rows } from '#persistence/database/rows.js';
import { Directory } from '#persistence/people/directory.js';
import { Vault } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import type { Actor } from '../http/actor.js';
import { Problem } from '../http/problem.js';
import { CONFIG } from '../http/tokens.js';
import { IdentityProvider, type Place, type Vouched } from './provider.js';
import { Sessions, type ToAsk } from './sessions.js';

/** So often each process looks whether there is somebody of whom it was not asked since the last night began. */
const LOOK_MS = 600_000;

/**
 * What an identity provider says of people is what they are here: as they sign in, and as long as they are at work. Who
 * was let go there is asked about, while they are signed in here, and each night where the provider gives what to ask with,
 * since no provider is bound to tell.
 */
@Injectable()
export class Vouching implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('sign-in');
  private looks: NodeJS.Timeout | undefined;

  constructor(
    private readonly provider: IdentityProvider,
    private readonly sessions: Sessions,
    private readonly directory: Directory,
    private readonly source: DataSource,
    private readonly vault: Vault,
    private readonly log: AccessLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    if (config.AUTH_MODE !== 'oidc') return;
    sessions.whenUsed = (id) => void this.ask(id, config.OIDC_ASK_SECONDS).catch((error) => this.noteFault(error));
  }

  onApplicationBootstrap(): void {
    if (this.config.AUTH_MODE !== 'oidc' || !this.provider.givesForGood) return;
    const look = () => void this.askAtNight().catch((error) => this.noteFault(error));
    this.looks = setInterval(look, LOOK_MS).unref();
    // A night that it was away for is made up for.
    look();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.looks);
  }

  /** A provider that is away ends nobody's work, nor does a database that cannot be written. */
  private noteFault(error: unknown): void {
    if (!(error instanceof Problem) && !isUnwritable(error)) this.logger.error(error);
  }

  /** @returns who they are here from now on; null where the provider gives them no place */
  async take({ subject, place }: Vouched): Promise<Actor | null> {
    const isPlace = place && (await this.directory.load()).departments.get(place.departmentId)?.active;
    const id = isPlace ? await this.takePlace(subject, place) : await this.leave(subject);
    // What the provider says of a person may have changed: everything that is remembered is read anew.
    this.directory.forget();
    if (id !== null) this.sessions.forget(id);
    return id === null ? null : this.sessions.actorOf(id);
  }

  /** Asks once a night about everybody of whom it may be asked while they are away. */
  async askAtNight(): Promise<void> {
    for (let due = await this.sessions.toAskAtNight(); due; due = await this.sessions.toAskAtNight()) {
      try {
        await this.askWith(due);
      } catch (error) {
        // What it says of one it need not say of the next; who does not answer is asked again soon.
        if (!(error instanceof Problem)) {
          this.noteFault(error);
          continue;
        }
        await this.sessions.askOnceMore(due);
        throw error;
      }
    }
  }

  /** Once in so many seconds, whichever process it is. */
  private async ask(sessionId: string, everySeconds: number): Promise<void> {
    const due = await this.sessions.toAskWith(sessionId, everySeconds);
    if (due) await this.askWith(due);
  }

  /** What the provider has ended ends here. */
  private async askWith(due: ToAsk): Promise<void> {
    const answer = await this.provider.again(this.vault.openOwn(due.sealed, 'refresh-token'));
    if (answer === null) return this.end(due);
    await this.sessions.askNextWith(due, this.vault.sealOwn(answer.refreshToken, 'refresh-token'));
    if (answer.vouched?.tellsPlace) await this.take(answer.vouched);
    else if (due.of === 'person') await this.sessions.vouchedAgain(due.id);
  }

  private async end({ of, id }: ToAsk): Promise<void> {
    const ended = await transaction(this.source, async (db) => {
      const whose = await (of === 'person' ? this.sessions.endVouching(id, db) : this.sessions.endOne(id, db));
      if (whose) await this.log.note(whose, 'sign-out', { data: { by: 'oidc' } }, db);
      return whose;
    });
    if (ended) this.sessions.forget(ended.userId);
  }

  /** From now on a person is what the provider says of them; what is not as it was is noted with it. */
  private async takePlace(subject: string, { name, departmentId, roles, ...place }: Place): Promise<string | null> {
    // Who is here already under this name, but for case, width or blanks, is meant.
    const username = (await this.sessions.named(place.username)).id ?? place.username;
    return transaction(this.source, async (db) => {
      const before = await personBy(db, `oidc_subject = $1 OR id = $2`, [subject, username]);
      const { id } = await one<{ id: string | null }>(db, `SELECT sign_in_by_provider($1, $2, $3, $4, $5) AS id`, [
        subject,
        username,
        name,
        departmentId,
        roles,
      ]);
      const after = id === null ? null : await personBy(db, `id = $1`, [id]);
      if (id !== null && JSON.stringify(before) !== JSON.stringify(after)) {
        const data = { userId: id, by: 'oidc', before, after };
        await this.log.note({ userId: id, departmentId }, 'person-changed', { data }, db);
      }
      return id;
    });
  }

  /** Whom the provider knows and gives no place here has left: what was opened for them is closed. */
  private async leave(subject: string): Promise<null> {
    const left = await transaction(this.source, async (db) => {
      const whose = await this.sessions.endAllOf(subject, db);
      if (whose) {
        await this.log.note(whose, 'person-changed', { data: { userId: whose.userId, by: 'oidc', after: null } }, db);
      }
      return whose;
    });
    if (left) this.sessions.forget(left.userId);
    return null;
  }
}

async function personBy(db: Db, condition: string, values: string[]): Promise<object | null> {
  const [found = null] = await rows<object>(
    db,
    `SELECT id, name, department_id AS "departmentId", roles FROM account WHERE ${condition}
     ORDER BY oidc_subject IS NULL LIMIT 1`,
    values,
  );
  return found;
}
