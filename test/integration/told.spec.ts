import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NOTICE_KINDS } from '#domain/words.js';
import { queueLeft } from '#persistence/delivery/delivery-store.js';
import { Engine } from '../support/engine.js';

/** Which of a person's channels there are, and whether a message goes there. */
const CHANNELS = [
  ['webhook', 'a hook', {}, true],
  ['email', 'a confirmed address', { confirmed_at: 'now' }, true],
  ['email', 'an address that nobody confirmed', {}, false],
  ['webhook', 'a hook that was switched off', { active: false }, false],
  ['wecom', 'a robot of the night', { quiet_from: '20:00', quiet_to: '07:00' }, true],
] as const;
const SENT = CHANNELS.filter(([, , , goes]) => goes).map(([, name]) => name);

/** From an entry of the record to the channels of people: who is told of what, and where. */
describe('whoever is told', () => {
  let engine: Engine;
  let id: string;
  let seq = 1_000;
  beforeAll(async () => {
    engine = await Engine.start();
    // The office's only handler is away, and the head stands in; nobody stands in for the desk.
    await owner(
      `UPDATE account SET away_until = now() + interval '9 days', deputy_id = 'justice-head' WHERE id = 'justice'`,
    );
    await owner(`UPDATE account SET away_until = now() + interval '9 days' WHERE id = 'desk'`);
    for (const who of ['justice', 'justice-head', 'desk', 'land', 'grid', 'supervisor']) {
      for (const [kind, name, { ...more }] of CHANNELS) await channel(who, kind, name, more);
    }
    id = await engine.register({ rehearsal: false });
    await told();
  });
  afterAll(() => engine.stop());

  const owner = (sql: string, values: unknown[] = []) => engine.database.owner.query(sql, values) as Promise<object[]>;
  const channel = (who: string, kind: string, name: string, more: Record<string, unknown> = {}) =>
    owner(
      `INSERT INTO channel (account_id, kind, address, address_hash, shown, active, confirmed_at, quiet_from, quiet_to, muted)
         SELECT $1, $2, '', $3 || $1, $3, coalesce(active, true), confirmed_at, quiet_from, quiet_to, coalesce(muted, '{}')
         FROM jsonb_to_record($4) AS m(active boolean, confirmed_at timestamptz, quiet_from text, quiet_to text, muted text[])`,
      [who, kind, name, JSON.stringify(more)],
    );
  /** What was queued since it was asked last: of which notice, for whom, where. */
  const told = async () => {
    const queued = await owner(
      `WITH gone AS (DELETE FROM delivery_item RETURNING *)
       SELECT n.kind, n.user_id AS who, array_agg(c.shown ORDER BY c.shown) AS where FROM gone g
         JOIN notice n ON n.id = g.notice_id JOIN channel c ON c.id = g.channel_id AND c.account_id = g.account_id
       GROUP BY n.id ORDER BY n.seq, n.id`,
    );
    return queued as { kind: string; who: string; where: string[] }[];
  };
  const everywhere = [...SENT].sort();

  it('is told by the entry itself, whoever stands in for them instead, and nobody of what they did', async () => {
    await engine.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
    expect(await told()).toEqual([{ kind: 'offered', who: 'justice-head', where: everywhere }]);
    await engine.do(id, 'justice-head', 'AcceptTransfer', { transferId: 't1' });
    expect(await told()).toEqual([{ kind: 'accepted', who: 'desk', where: everywhere }]);
  });

  it('is told of a report as of a case', async () => {
    await engine.report({ dangerSigns: ['weapon'] });
    const found = await told();
    expect(found).toContainEqual({ kind: 'item-urgent', who: 'desk', where: everywhere });
    expect(found.every(({ who }) => who !== 'grid')).toBe(true);
  });

  it('hears nothing of a rehearsal, nor of a rebuild', async () => {
    await engine.resolved();
    await engine.upkeep.rebuild();
    expect(await told()).toEqual([]);
  });

  it.each(NOTICE_KINDS)('is told of %s where a channel is live and did not mute it', async (kind) => {
    await channel('land', 'webhook', `mutes ${kind}`, { muted: [kind] });
    await channel('land', 'webhook', `mutes all but ${kind}`, {
      muted: NOTICE_KINDS.filter((each) => each !== kind),
    });
    await tell(kind, 'land');
    expect(await told()).toEqual([]);
    await queueLeft(engine.source);
    expect(await told()).toEqual([{ kind, who: 'land', where: [...SENT, `mutes all but ${kind}`].sort() }]);
    await owner(`DELETE FROM channel WHERE shown LIKE 'mutes %'`);
  });

  const tell = (kind: string, who: string) =>
    engine.source.query(`INSERT INTO notice (dispute_id, seq, user_id, kind, at) VALUES ($1, $2, $3, $4, now())`, [
      id,
      seq++,
      who,
      kind,
    ]);
});
