import { randomBytes } from 'node:crypto';
import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { LEGAL_NOTICES } from '#domain/telling/delivery-times.js';
import { isTimeOfDay } from '#domain/time/time.js';
import { NOTICE_KINDS } from '#domain/words.js';
import type { Db } from '#persistence/database/database.js';
import { one, rows } from '#persistence/database/rows.js';
import { CONFIRMING, REACHED, askForCode, tryCode } from '#persistence/delivery/confirmation-store.js';
import { CHANNEL_SECRETS, type ChannelKind } from '#persistence/delivery/delivery-store.js';
import { ForbiddenAddress, Outgoing, type AddressFlaw } from '#guard/outgoing.js';
import { Reader } from '#persistence/reading/reader.js';
import { Vault } from '#persistence/vault/vault.js';
import type { Channel, MadeChannel } from './answers.js';
import { AccessLog } from '../audit/access-log.js';
import { CurrentActor, InPerson, type Actor } from '../http/actor.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { Answers } from '../http/document.js';
import { email } from '../http/pieces.js';
import { Problem, badField, notFound } from '../http/problem.js';
import { CONFIG } from '../http/tokens.js';

const time = z.string().refine(isTimeOfDay, 'must be a time of day, such as 21:00');
const Muted = z.array(z.enum(NOTICE_KINDS)).max(NOTICE_KINDS.length);
const Quiet = z.strictObject({ from: time, to: time }).nullable();
const NewChannel = z.strictObject({
  kind: z.enum(Object.keys(CHANNEL_SECRETS) as ChannelKind[]),
  address: z.string().min(1).max(1_000),
  /** What a robot of DingTalk or Feishu was told to sign with. */
  secret: z.string().min(1).max(200).optional(),
  muted: Muted.default([]),
  quietHours: Quiet.default(null),
});
const ChangedChannel = z.strictObject({
  address: z.string().min(1).max(1_000).optional(),
  muted: Muted.optional(),
  quietHours: Quiet.optional(),
  active: z.boolean().optional(),
});
const Code = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'must be the six digits of the message'),
});
const Id = z.uuid();

const CHANNELS_A_PERSON = 10;

const FLAW_WORDS: Record<AddressFlaw, string> = {
  NOT_A_URL: 'must be an address such as https://example.com/hook',
  NOT_HTTPS: 'must begin with https://',
  WITH_CREDENTIALS: 'must not carry a name and password',
  PORT: 'must use the port of https',
  PRIVATE: 'leads into this network and may not be called',
  UNKNOWN_HOST: 'leads nowhere: there is no such host',
};

const COLUMNS = `c.id, kind, shown AS address, muted, active, disabled_reason AS "disabledReason",
  created_at AS "createdAt", live,
  kind <> 'email' OR confirmed_at IS NOT NULL AS confirmed, ${CONFIRMING} AS confirmation, ${REACHED} AS reached,
  CASE WHEN quiet_from IS NULL THEN NULL ELSE jsonb_build_object('from', quiet_from, 'to', quiet_to) END AS "quietHours"`;

/** Where a person wants to be told, beside the inbox. */
@ApiTags('notices')
@Controller()
export class ChannelsController {
  private readonly outgoing: Outgoing;

  constructor(
    private readonly reader: Reader,
    private readonly vault: Vault,
    private readonly log: AccessLog,
    @Inject(CONFIG) config: Config,
  ) {
    this.outgoing = new Outgoing(config.OUTGOING_ALLOW);
  }

  @Get('channels')
  @Answers(200, 'ChannelList')
  @ApiOperation({ summary: 'Where the caller is told of notices' })
  async listChannels(@CurrentActor() actor: Actor, @Query({ schema: WholeListQuery }) query: WholeListQuery) {
    const items = await this.reader.as(actor, (db) => channelsOf(db));
    return inPages(items, query);
  }

  @Post('channels')
  @InPerson()
  @Answers(201, 'MadeChannel')
  @ApiOperation({
    summary: 'Add an e-mail address, a signed webhook or a group robot; a secret made here is shown this once',
  })
  async createChannel(
    @CurrentActor() actor: Actor,
    @Body({ schema: NewChannel }) body: z.infer<typeof NewChannel>,
  ): Promise<MadeChannel> {
    const { kind, address, muted, quietHours } = body;
    await this.checkAddress(kind, address);
    const whose = CHANNEL_SECRETS[kind];
    if (body.secret && whose !== 'theirs') throw badField('/secret', 'NOT_TAKEN', 'is not taken by this kind');
    const ours = whose === 'ours' ? `whsec_${randomBytes(32).toString('base64')}` : null;
    const secret = ours ?? body.secret;
    const made = await this.reader.as(actor, async (db) => {
      if ((await channelsOf(db)).length >= CHANNELS_A_PERSON) {
        throw new Problem('TOO_MANY_CHANNELS', { most: CHANNELS_A_PERSON });
      }
      const { hash, sealed, shown } = this.kept(kind, address);
      const [row] = await rows<{ id: string }>(
        db,
        `INSERT INTO channel (account_id, kind, address, address_hash, shown, secret, muted, quiet_from, quiet_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (account_id, kind, address_hash) DO NOTHING RETURNING id`,
        [
          actor.userId,
          kind,
          sealed,
          hash,
          shown,
          secret ? this.vault.sealOwn(secret, 'channel') : null,
          muted,
          quietHours?.from ?? null,
          quietHours?.to ?? null,
        ],
      );
      if (!row) throw badField('/address', 'KNOWN', 'is one of your channels already');
      await this.askFirst(db, actor, { id: row.id, kind }, hash);
      await keepLegal(db);
      return this.noted(db, actor, row.id, null);
    });
    return { ...made, ...(ours && { secret: ours }) };
  }

  @Patch('channels/:id')
  @InPerson()
  @Answers(200, 'Channel')
  @ApiOperation({
    summary: 'Choose what is sent there and when, or another address; an e-mail address is confirmed anew',
  })
  async changeChannel(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ChangedChannel }) body: z.infer<typeof ChangedChannel>,
  ) {
    const { muted = null, quietHours, active = null, address } = body;
    return this.reader.as(actor, async (db) => {
      const { kind } = await getChannel(db, id);
      const before = await factsOf(db, id);
      await db.query(
        `UPDATE channel SET muted = coalesce($2, muted), active = coalesce($3, active),
           disabled_reason = CASE WHEN $3 THEN NULL ELSE disabled_reason END,
           quiet_from = CASE WHEN $4 THEN $5 ELSE quiet_from END, quiet_to = CASE WHEN $4 THEN $6 ELSE quiet_to END
         WHERE id = $1`,
        [id, muted, active, quietHours !== undefined, quietHours?.from ?? null, quietHours?.to ?? null],
      );
      if (address !== undefined) await this.move(db, actor, { id, kind }, address);
      await keepLegal(db);
      return this.noted(db, actor, id, before);
    });
  }

  @Post('channels/:id/confirm')
  @InPerson()
  @Answers(200, 'Channel')
  @ApiOperation({ summary: 'Confirm an e-mail address with the code that was sent to it' })
  async confirmChannel(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: Code }) { code }: z.infer<typeof Code>,
  ) {
    // A wrong try is kept: what is refused here must not take it back.
    const { tried, triesLeft } = await this.reader.as(actor, async (db) => {
      needsConfirming(await getChannel(db, id));
      const before = await factsOf(db, id);
      const result = await tryCode(db, id, this.vault.match('confirmation', id, code));
      if (result.tried === 'right') {
        await keepLegal(db);
        await this.noted(db, actor, id, before);
      }
      return result;
    });
    if (tried === 'wrong') throw new Problem('CODE_WRONG', { triesLeft });
    if (tried !== 'right') throw new Problem(tried === 'none' ? 'CODE_EXPIRED' : 'CODE_TRIES_OVER');
    return this.reader.as(actor, (db) => getChannel(db, id));
  }

  @Post('channels/:id/confirmation')
  @InPerson()
  @Answers(202, 'Channel')
  @ApiOperation({
    summary: 'Send another code to an e-mail address that waits for one, the one before ends; elsewhere a test message',
  })
  async sendChannelCode(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string) {
    return this.reader.as(actor, async (db) => {
      await getChannel(db, id);
      const { hash } = await one<{ hash: string }>(db, `SELECT address_hash AS hash FROM channel WHERE id = $1`, [id]);
      await this.ask(db, actor, id, hash);
      return getChannel(db, id);
    });
  }

  @Delete('channels/:id')
  @InPerson()
  @Answers(204)
  @ApiOperation({ summary: 'Send nothing there any more' })
  async removeChannel(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    await this.reader.as(actor, async (db) => {
      await getChannel(db, id);
      const before = await factsOf(db, id);
      await db.query(`DELETE FROM channel WHERE id = $1`, [id]);
      await this.log.note(actor, 'channel-changed', { data: { channelId: id, before, after: null } }, db);
    });
  }

  /** Notes what was changed, in the same transaction. @returns the channel as it is now */
  private async noted(db: Db, actor: Actor, id: string, before: object | null): Promise<Channel> {
    const data = { channelId: id, before, after: await factsOf(db, id) };
    await this.log.note(actor, 'channel-changed', { data }, db);
    return getChannel(db, id);
  }

  /** An address as it is kept: found again, sealed, and as its person sees it. */
  private kept(kind: ChannelKind, address: string) {
    return {
      hash: this.vault.match('channel', kind, address),
      sealed: this.vault.sealOwn(address, 'channel'),
      shown: kind === 'email' ? address : `${new URL(address).origin}/…`,
    };
  }

  private async ask(db: Db, { userId }: Actor, channelId: string, hash: string): Promise<void> {
    const wait = await askForCode(db, channelId, userId, hash);
    if (wait !== null) throw new Problem('TOO_MANY_CODES', {}, wait);
  }

  /** An address takes nothing before its code; elsewhere a test message shows more, and is left out where many were sent. */
  private async askFirst(
    db: Db,
    actor: Actor,
    { id, kind }: Pick<Channel, 'id' | 'kind'>,
    hash: string,
  ): Promise<void> {
    if (kind === 'email') return this.ask(db, actor, id, hash);
    await askForCode(db, id, actor.userId, hash);
  }

  private async move(db: Db, actor: Actor, channel: Pick<Channel, 'id' | 'kind'>, address: string): Promise<void> {
    const { id, kind } = channel;
    await this.checkAddress(kind, address);
    const { hash, sealed, shown } = this.kept(kind, address);
    const [other] = await rows<{ same: boolean }>(
      db,
      `SELECT id = $1 AS same FROM channel WHERE kind = $2 AND address_hash = $3`,
      [id, kind, hash],
    );
    if (other?.same) return;
    if (other) throw badField('/address', 'KNOWN', 'is one of your channels already');
    await db.query(
      `UPDATE channel SET address = $2, address_hash = $3, shown = $4, confirmed_at = NULL WHERE id = $1`,
      [id, sealed, hash, shown],
    );
    await this.askFirst(db, actor, { id, kind }, hash);
  }

  private async checkAddress(kind: ChannelKind, address: string): Promise<void> {
    if (kind === 'email') {
      if (!email.safeParse(address).success) throw badField('/address', 'NOT_AN_ADDRESS', 'must be an e-mail address');
      return;
    }
    try {
      await this.outgoing.check(address);
    } catch (error) {
      if (!(error instanceof ForbiddenAddress)) throw error;
      throw badField('/address', error.flaw, FLAW_WORDS[error.flaw]);
    }
  }
}

async function channelsOf(db: Db, id: string | null = null): Promise<Channel[]> {
  return rows<Channel>(
    db,
    `SELECT ${COLUMNS} FROM channel c WHERE $1::uuid IS NULL OR id = $1 ORDER BY created_at, id`,
    [id],
  );
}

async function getChannel(db: Db, id: string): Promise<Channel> {
  const [found] = await channelsOf(db, id);
  if (!found) throw notFound();
  return found;
}

/** A channel as the log has it: its address as a keyed hash, which tells that it changed and not what it is. */
async function factsOf(db: Db, id: string): Promise<object> {
  const facts = await one<object>(
    db,
    `SELECT kind, address_hash AS address, active, confirmed_at AS "confirmedAt", muted, quiet_from AS "quietFrom",
       quiet_to AS "quietTo" FROM channel WHERE id = $1`,
    [id],
  );
  return facts;
}

function needsConfirming({ confirmed }: Channel): void {
  if (confirmed) throw new Problem('ALREADY_CONFIRMED');
}

/** Somebody who is told anywhere is told of legal deadlines somewhere; what is not confirmed yet tells nobody. */
async function keepLegal(db: Db): Promise<void> {
  const channels = await channelsOf(db);
  for (const told of [channels.filter((each) => each.active), channels.filter((each) => each.live)]) {
    const silenced = LEGAL_NOTICES.filter((kind) => told.every((each) => each.muted.includes(kind)));
    if (told.length > 0 && silenced.length > 0) throw new Problem('LEGAL_NOTICES', { kinds: silenced });
  }
}
