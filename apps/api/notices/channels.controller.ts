import { randomBytes } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { LEGAL_NOTICES } from '#domain/delivery-times.js';
import { isTimeOfDay } from '#domain/time.js';
import type { Db } from '#persistence/database.js';
import { CHANNEL_SECRETS, type ChannelKind, type DeliveryFault } from '#persistence/delivery-store.js';
import { ForbiddenAddress, Outgoing, type AddressFlaw } from '#persistence/outgoing.js';
import { Reader } from '#persistence/reader.js';
import { Vault } from '#persistence/vault.js';
import { CurrentActor, InPerson, type Actor } from '../auth/actor.js';
import { decodeCursor, page } from '../cursor.js';
import { cursor, limit } from '../disputes/bodies.js';
import { Problem, badField, notFound } from '../problem.js';
import { CONFIG } from '../tokens.js';

const time = z.string().refine(isTimeOfDay, 'must be a time of day, such as 21:00');
const Muted = z.array(z.string().regex(/^[a-z][a-z-]{0,63}$/, 'must be a kind of notice')).max(50);
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
  muted: Muted.optional(),
  quietHours: Quiet.optional(),
  active: z.boolean().optional(),
});
const Id = z.uuid();
const STATES = ['waiting', 'sending', 'sent', 'failed', 'dropped'] as const;
const DeliveryQuery = z.strictObject({ state: z.enum(STATES).optional(), cursor, limit });

const CHANNELS_A_PERSON = 10;

const FLAW_WORDS: Record<AddressFlaw, string> = {
  NOT_A_URL: 'must be an address such as https://example.com/hook',
  NOT_HTTPS: 'must begin with https://',
  WITH_CREDENTIALS: 'must not carry a name and password',
  PORT: 'must use the port of https',
  PRIVATE: 'leads into this network and may not be called',
  UNKNOWN_HOST: 'leads nowhere: there is no such host',
};

interface DeliveryRow {
  id: string;
  channelId: string;
  state: (typeof STATES)[number];
  madeAt: Date;
  sentAt: Date | null;
  attempts: number;
  fault: DeliveryFault | null;
  lastError: string | null;
  nextAt: Date | null;
  notices: string[];
}

interface ChannelRow {
  id: string;
  kind: string;
  address: string;
  muted: string[];
  quietHours: { from: string; to: string } | null;
  active: boolean;
  disabledReason: string | null;
  createdAt: Date;
}

const COLUMNS = `id, kind, shown AS address, muted, active, disabled_reason AS "disabledReason", created_at AS "createdAt",
  CASE WHEN quiet_from IS NULL THEN NULL ELSE jsonb_build_object('from', quiet_from, 'to', quiet_to) END AS "quietHours"`;

/** Where a person wants to be told, beside the inbox, and what became of what was sent there. */
@ApiTags('notices')
@Controller()
export class ChannelsController {
  private readonly outgoing: Outgoing;

  constructor(
    private readonly reader: Reader,
    private readonly vault: Vault,
    @Inject(CONFIG) config: Config,
  ) {
    this.outgoing = new Outgoing(config.OUTGOING_ALLOW);
  }

  @Get('channels')
  @ApiOperation({ summary: 'Where the caller is told of notices' })
  async list(@CurrentActor() actor: Actor) {
    const items = await this.reader.as(actor, (db) => channelsOf(db));
    return { items, next: null };
  }

  @Post('channels')
  @InPerson()
  @ApiOperation({
    summary: 'Add an e-mail address, a signed webhook or a group robot; a secret made here is shown this once',
  })
  async create(@CurrentActor() actor: Actor, @Body({ schema: NewChannel }) body: z.infer<typeof NewChannel>) {
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
      const [row] = (await db.query(
        `INSERT INTO channel (account_id, kind, address, address_hash, shown, secret, muted, quiet_from, quiet_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (account_id, kind, address_hash) DO NOTHING RETURNING ${COLUMNS}`,
        [
          actor.userId,
          kind,
          this.vault.sealOwn(address, 'channel'),
          this.vault.match('channel', kind, address),
          kind === 'email' ? address : `${new URL(address).origin}/…`,
          secret ? this.vault.sealOwn(secret, 'channel') : null,
          muted,
          quietHours?.from ?? null,
          quietHours?.to ?? null,
        ],
      )) as ChannelRow[];
      if (!row) throw badField('/address', 'KNOWN', 'is one of your channels already');
      await keepLegal(db);
      return row;
    });
    return { ...made, ...(ours && { secret: ours }) };
  }

  @Patch('channels/:id')
  @InPerson()
  @ApiOperation({ summary: 'Choose what is sent there and when' })
  async change(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ChangedChannel }) body: z.infer<typeof ChangedChannel>,
  ) {
    const { muted = null, quietHours, active = null } = body;
    return this.reader.as(actor, async (db) => {
      const [row] = (await db.query(
        `UPDATE channel SET muted = coalesce($2, muted), active = coalesce($3, active),
           disabled_reason = CASE WHEN $3 THEN NULL ELSE disabled_reason END,
           quiet_from = CASE WHEN $4 THEN $5 ELSE quiet_from END, quiet_to = CASE WHEN $4 THEN $6 ELSE quiet_to END
         WHERE id = $1 RETURNING ${COLUMNS}`,
        [id, muted, active, quietHours !== undefined, quietHours?.from ?? null, quietHours?.to ?? null],
      )) as ChannelRow[];
      if (!row) throw notFound();
      await keepLegal(db);
      return row;
    });
  }

  @Delete('channels/:id')
  @HttpCode(204)
  @InPerson()
  @ApiOperation({ summary: 'Send nothing there any more' })
  async remove(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    const gone = await this.reader.as<unknown[]>(actor, (db) =>
      db.query(`DELETE FROM channel WHERE id = $1 RETURNING id`, [id]),
    );
    if (gone.length === 0) throw notFound();
  }

  @Get('deliveries')
  @ApiOperation({ summary: 'What was sent to the caller, newest first, with what failed and why' })
  async deliveries(
    @CurrentActor() actor: Actor,
    @Query({ schema: DeliveryQuery }) query: z.infer<typeof DeliveryQuery>,
  ) {
    const before = query.cursor ? decodeCursor(query.cursor, ['instant', 'string']) : null;
    const rows = await this.reader.as<DeliveryRow[]>(actor, (db) =>
      db.query(
        `SELECT d.id, d.channel_id AS "channelId", d.state, d.made_at AS "madeAt", d.sent_at AS "sentAt", d.attempts,
           d.fault, d.last_error AS "lastError", CASE WHEN d.state = 'waiting' THEN d.next_at END AS "nextAt",
           ARRAY(SELECT i.notice_id::text FROM delivery_item i WHERE i.delivery_id = d.id ORDER BY 1) AS notices
         FROM delivery d WHERE ($1::text IS NULL OR d.state = $1)
           AND ($2::timestamptz IS NULL OR (d.made_at, d.id) < ($2, $3::uuid))
         ORDER BY d.made_at DESC, d.id DESC LIMIT ${query.limit + 1}`,
        [query.state ?? null, before?.[0] ?? null, before?.[1] ?? null],
      ),
    );
    return page(
      rows,
      query.limit,
      ({ madeAt, id }) => [madeAt.toISOString(), id],
      (row) => row,
    );
  }

  @Post('deliveries/:id/resend')
  @HttpCode(204)
  @ApiOperation({ summary: 'Try a failed message again' })
  async resend(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    await this.reader.as(actor, async (db) => {
      const [row] = (await db.query(`SELECT state FROM delivery WHERE id = $1`, [id])) as { state: string }[];
      if (!row) throw notFound();
      if (row.state !== 'failed') throw new Problem('NOT_FAILED', { state: row.state });
      await db.query(`UPDATE delivery SET state = 'waiting', next_at = now(), attempts = 0 WHERE id = $1`, [id]);
    });
  }

  private async checkAddress(kind: ChannelKind, address: string): Promise<void> {
    if (kind === 'email') {
      if (!z.email().safeParse(address).success)
        throw badField('/address', 'NOT_AN_ADDRESS', 'must be an e-mail address');
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

async function channelsOf(db: Db): Promise<ChannelRow[]> {
  return (await db.query(`SELECT ${COLUMNS} FROM channel ORDER BY created_at, id`)) as ChannelRow[];
}

/** Somebody who is told anywhere is told of legal deadlines somewhere. */
async function keepLegal(db: Db): Promise<void> {
  const active = (await channelsOf(db)).filter((each) => each.active);
  const silenced = LEGAL_NOTICES.filter((kind) => active.every((each) => each.muted.includes(kind)));
  if (active.length > 0 && silenced.length > 0) throw new Problem('LEGAL_NOTICES', { kinds: silenced });
}
