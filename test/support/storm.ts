import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { CommandData } from '#domain/dispute/commands.js';
import { nextMoment } from '#domain/dispute/moments.js';
import { DAY, HOUR, MINUTE, instantOf, plusMillis, type Instant } from '#domain/time/time.js';
import { openDatabase, PATIENT_TIMEOUTS } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import { EventStore } from '#persistence/record/event-store.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault } from '#persistence/vault/vault.js';
import { adopt, type Adopted } from '../../apps/local/adopt.js';
import { until } from './township.js';
import { DESK, castOf } from '../../apps/local/player.js';
import { Script, doorOf } from '../../apps/local/script.js';

/** Limits that end together: agreed dates, which are days, or red offers, which are to be answered within the hour. */
export type Limits = 'days' | 'hours';

export interface Installation {
  /** Of whom may write the record. */
  database: string;
  masterKey: string;
  temporal: string;
  taskQueue?: string;
}

const WRITERS = 6;
const STARTERS = 20;
const LOOKED_EVERY_MS = 500;

/** Workflow tasks that nobody took up yet. */
async function waiting({ workflowService, options: { namespace } }: Client, name: string): Promise<number> {
  const { stats } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name },
    taskQueueType: 1,
    reportStats: true,
  });
  return Number(stats?.approximateBacklogCount ?? 0);
}

/**
 * Disputes with a limit that ends at one moment, written by the core and the record's own store, each with its workflow.
 *
 * @returns their ids
 */
export async function sowStorm(
  { database, masterKey, temporal, taskQueue = 'disputes' }: Installation,
  limits: Limits,
  count: number,
  due: Instant,
): Promise<string[]> {
  const source = await openDatabase(database, PATIENT_TIMEOUTS, WRITERS + 2).initialize();
  const vault = await Vault.open(source, () => masterKey);
  const rulebook = new Rulebook(source);
  const directory = new Directory(source);
  const store = new EventStore(source, vault, rulebook, directory);
  const tree = await directory.load();
  const cast = castOf(tree);
  const { policy, calendar } = await rulebook.current('default');
  const rules = await rulebook.rules(policy.version, calendar.version);
  const run = Date.now().toString(36);
  const states: Adopted['state'][] = [];

  const write = async (n: number) => {
    const id = randomUUID();
    const began = plusMillis(due, limits === 'days' ? -2 * DAY : -70 * MINUTE);
    const script = new Script(id, rules, await doorOf(vault, source, id), began, instantOf(Date.now()));
    const registered: Omit<CommandData['RegisterDispute'], 'grade'> = {
      number: `S${run}-${String(n).padStart(6, '0')}`,
      desk: DESK,
      superior: tree.departments.get(DESK)!.parentId!,
      category: 'neighbours',
      place: { village: 'village-shixi' },
      parties: [
        { id: 'p1', role: 'applicant' },
        { id: 'p2', role: 'respondent' },
      ],
      dangerSigns: [],
      source: { channel: 'walk-in' },
      rehearsal: false,
      complexity: 'ordinary',
      policyHash: policy.hash,
      calendarHash: calendar.hash,
    };
    const names = { parties: { p1: { name: `申请人 ${n}` }, p2: { name: `被申请人 ${n}` } } };
    const text = { title: `院墙占地 ${n}`, narrative: '两户因修建围墙占地发生争执。', ...names };
    const offer = { to: 'justice', role: 'lead', designated: limits === 'days' } as const;
    if (limits === 'hours') {
      script.do(cast.desk, 'RegisterDispute', { ...registered, grade: 'red' }, text);
      script.moveTo(plusMillis(due, -HOUR)).do(cast.desk, 'TransferDispute', offer, { reason: '请调解' });
    } else {
      script.do(cast.desk, 'RegisterDispute', { ...registered, grade: 'blue' }, text);
      script.do(cast.supervisor, 'TransferDispute', offer, { reason: '请调解' });
      script.do(cast.of('justice'), 'AcceptTransfer', { transferId: 't1' });
      const agreed: CommandData['ResolveDispute'] = { outcome: 'mediated', terms: [{ dueAt: due }] };
      script.do(cast.of('justice'), 'ResolveDispute', agreed, { summary: '双方和解。', terms: ['清理占用的土地'] });
    }
    script.moveTo(instantOf(Date.now())).settle();
    if (nextMoment(script.state) !== due) throw new Error(`something happens at ${nextMoment(script.state)}`);
    await store.append(id, 0, script.events);
    states.push(script.dispute);
  };

  let next = 0;
  const connection = await Connection.connect({ address: temporal });
  try {
    await Promise.all(
      Array.from({ length: WRITERS }, async () => {
        while (next < count) await write(next++);
      }),
    );
    const client = new Client({ connection });
    const ids = states.map(({ id }) => id);
    await Promise.all(
      Array.from({ length: STARTERS }, async () => {
        for (let state = states.pop(); state; state = states.pop()) {
          await adopt(client, taskQueue, { kind: 'dispute', id: state.id }, { state });
        }
      }),
    );
    // Who begins at once after it would wait behind the first task of each of them.
    await until(async () => (await waiting(client, taskQueue)) === 0, LOOKED_EVERY_MS);
    return ids;
  } finally {
    await connection.close();
    await source.destroy();
  }
}
