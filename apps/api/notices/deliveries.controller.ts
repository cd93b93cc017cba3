import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Reader } from '#persistence/reading/reader.js';
import { overseeing } from '#domain/people/readers.js';
import { AccessLog } from '../audit/access-log.js';
import { rows } from '#persistence/database/rows.js';
import type { Delivery, OverseenDeliveries, OverseenDelivery, OwnDelivery } from './answers.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { required } from '../http/required.js';
import { cursor, decodeCursor, limit, page } from '../http/paging.js';
import { Answers } from '../http/document.js';
import { Problem, notFound } from '../http/problem.js';

const STATES = ['waiting', 'sending', 'sent', 'failed', 'dropped'] as const satisfies Delivery['state'][];
/** What is under way is waiting, for whoever looks from outside. */
const SEEN_AS: Record<SeenState, readonly Delivery['state'][]> = {
  waiting: ['waiting', 'sending'],
  sent: ['sent'],
  failed: ['failed'],
  dropped: ['dropped'],
};
type SeenState = keyof OverseenDeliveries['counts'];

const LONGEST_DAYS = 31;
const Id = z.uuid();
const DeliveryQuery = z.strictObject({ state: z.enum(STATES).optional(), cursor, limit });
const OverseenQuery = z.strictObject({
  state: z.enum(Object.keys(SEEN_AS) as SeenState[]).default('failed'),
  days: z.coerce.number().int().min(1).max(LONGEST_DAYS).default(7),
  cursor,
  limit,
});

const COLUMNS = `d.id, d.channel_id AS "channelId", d.state, d.made_at AS "madeAt", d.sent_at AS "sentAt", d.attempts,
  d.fault, d.last_error AS "lastError", CASE WHEN d.state = 'waiting' THEN d.next_at END AS "nextAt"`;

/** What became of messages on their way to people. */
@ApiTags('notices')
@Controller('deliveries')
export class DeliveriesController {
  constructor(
    private readonly reader: Reader,
    private readonly log: AccessLog,
  ) {}

  @Get()
  @Answers(200, 'DeliveryList')
  @ApiOperation({ summary: 'What was sent to the caller, newest first, with what failed and why' })
  async listDeliveries(
    @CurrentActor() actor: Actor,
    @Query({ schema: DeliveryQuery }) query: z.infer<typeof DeliveryQuery>,
  ) {
    const before = query.cursor ? decodeCursor(query.cursor, ['instant', 'string']) : null;
    const found = await this.reader.as(actor, (db) =>
      rows<OwnDelivery>(
        db,
        `SELECT ${COLUMNS},
           ARRAY(SELECT i.notice_id::text FROM delivery_item i WHERE i.delivery_id = d.id ORDER BY 1) AS notices
         FROM delivery d WHERE d.account_id = $4 AND ($1::text IS NULL OR d.state = $1)
           AND ($2::timestamptz IS NULL OR (d.made_at, d.id) < ($2, $3::uuid))
         ORDER BY d.made_at DESC, d.id DESC LIMIT $5`,
        [query.state ?? null, before?.[0] ?? null, before?.[1] ?? null, actor.userId, query.limit + 1],
      ),
    );
    return page(found, query.limit, placeOf, (row) => row);
  }

  @Get('overseen')
  @Answers(200, 'OverseenDeliveries')
  @ApiOperation({
    summary: 'What was sent to those whom the caller looks after, newest first, and how much is in which state',
  })
  async listOverseenDeliveries(
    @CurrentActor() actor: Actor,
    @Query({ schema: OverseenQuery }) { state, days, limit, cursor }: z.infer<typeof OverseenQuery>,
  ) {
    required(actor, 'deliveries.oversee');
    const before = cursor ? decodeCursor(cursor, ['instant', 'string']) : null;
    return this.reader.as(overseer(actor), async (db) => {
      const counted = await rows<{ state: Delivery['state']; n: number }>(
        db,
        `SELECT state, count(*)::int AS n FROM delivery WHERE made_at > now() - $1 * interval '1 day' GROUP BY state`,
        [days],
      );
      const found = await rows<OverseenDelivery>(
        db,
        `SELECT ${COLUMNS}, d.account_id AS "userId", c.kind,
           CASE WHEN c.kind = 'email' THEN regexp_replace(c.shown, '^(.).*@', '\\1…@') ELSE c.shown END AS address,
           (SELECT count(*)::int FROM delivery_item i WHERE i.delivery_id = d.id) AS notices
         FROM delivery d JOIN channel c ON c.id = d.channel_id
         WHERE d.state = ANY ($1) AND d.made_at > now() - $4 * interval '1 day'
           AND ($2::timestamptz IS NULL OR (d.made_at, d.id) < ($2, $3::uuid))
         ORDER BY d.made_at DESC, d.id DESC LIMIT $5`,
        [SEEN_AS[state], before?.[0] ?? null, before?.[1] ?? null, days, limit + 1],
      );
      const count = (seen: SeenState) =>
        counted.filter((each) => SEEN_AS[seen].includes(each.state)).reduce((sum, { n }) => sum + n, 0);
      const counts = {
        waiting: count('waiting'),
        sent: count('sent'),
        failed: count('failed'),
        dropped: count('dropped'),
      };
      return { ...page(found, limit, placeOf, (row) => row), counts };
    });
  }

  @Post(':id/resend')
  @Answers(204)
  @ApiOperation({ summary: 'Try a failed message again, to oneself or to somebody whom the caller looks after' })
  async resendDelivery(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    const to = await this.reader.as(overseer(actor), async (db) => {
      const [row] = await rows<{ state: string; accountId: string; live: boolean }>(
        db,
        `SELECT d.state, d.account_id AS "accountId", c.live FROM delivery d JOIN channel c ON c.id = d.channel_id
         WHERE d.id = $1 FOR UPDATE OF d`,
        [id],
      );
      if (!row) throw notFound();
      if (row.state !== 'failed') throw new Problem('NOT_FAILED', { state: row.state });
      if (!row.live) throw new Problem('CHANNEL_OFF');
      await db.query(`UPDATE delivery SET state = 'waiting', next_at = now(), attempts = 0 WHERE id = $1`, [id]);
      return row.accountId;
    });
    if (to !== actor.userId) await this.log.note(actor, 'delivery-resent', { data: { deliveryId: id, userId: to } });
  }
}

const placeOf = ({ madeAt, id }: Delivery) => [madeAt.toISOString(), id];

const overseer = (actor: Actor) => ({ userId: actor.userId, scopes: [...actor.scopes, ...overseeing(actor)] });
