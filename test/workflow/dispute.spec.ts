import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandData, PersonCommand, PersonCommandType } from '#domain/commands.js';
import { unregistered, type DisputeState } from '#domain/dispute.js';
import { count } from '#domain/limit.js';
import { clockOf } from '#domain/obligation.js';
import { instantOf } from '#domain/time.js';
import { restored } from '#persistence/event-store.js';
import { Engine } from '../support/engine.js';
import { PEOPLE } from '../support/town.js';

describe('a dispute on the real engine', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  const folded = async (id: string): Promise<DisputeState> => {
    const [row] = (await engine.source.query(`SELECT state FROM dispute WHERE id = $1`, [id])) as { state: unknown }[];
    return restored(row!.state, engine.rulebook);
  };
  const command = <T extends PersonCommandType>(who: string, type: T, data: CommandData[T], ahead = 0) =>
    ({
      type,
      actor: PEOPLE[who],
      receivedAt: instantOf(Date.now() + ahead),
      key: randomUUID(),
      bodyHmac: 'body',
      data,
    }) as PersonCommand;

  it('goes from registration to closure, a week later on its own clock', async () => {
    const id = randomUUID();
    const rules = await engine.rulebook.rules('default-1', 'default-2026.1');
    const send = <T extends PersonCommandType>(who: string, type: T, data: CommandData[T], ahead = 0) =>
      engine.gateway.submit(id, command(who, type, data, ahead), () => folded(id));
    await engine.gateway.register(
      id,
      command('desk', 'RegisterDispute', {
        number: '2026-00001',
        desk: 'police',
        superior: 'centre',
        category: 'neighbours',
        grade: 'blue',
        place: { village: 'village-shixi' },
        parties: [{ id: 'p1', role: 'applicant' }],
        dangerSigns: [],
        source: { channel: 'walk-in' },
        rehearsal: true,
        policyHash: '',
        calendarHash: '',
      }),
      unregistered(id, rules),
    );
    await send('desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
    await send('justice', 'AcceptTransfer', { transferId: 't1' });
    await expect(send('justice', 'AcceptTransfer', { transferId: 't1' })).rejects.toMatchObject({
      code: 'NO_OPEN_TRANSFER',
    });
    await send('justice', 'ResolveDispute', { outcome: 'mediated', terms: [] });
    expect((await folded(id)).status).toBe('resolved');
    const target = count(instantOf(Date.now()), { amount: 7 * 24, unit: 'hours' }, clockOf(rules)).dueAt;
    const started = Date.now();
    await engine.gateway.fastForward(id, target);
    console.log('fast-forward', Date.now() - started);
    const answer = await send('visitor', 'RecordVisit', { n: 1, mode: 'phone', outcome: 'stable' }, 7 * 24 * 3600_000);
    const state = await folded(id);
    expect(state.status).toBe('closed');
    expect(answer.seq).toBe(state.seq);
    // a closed dispute has no workflow any more, and takes a note all the same
    await send('desk', 'AddNote', {}, 7 * 24 * 3600_000);
  });
});
