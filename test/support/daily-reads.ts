import { READ_TIMEOUTS, openDatabase, type Db, type Transaction } from '#persistence/database/database.js';
import { boardNumbers, bouncing, type Today } from '#persistence/reading/board-reader.js';
import { listDisputes, type DisputeFilter, type DisputeOrder } from '#persistence/reading/dispute-reader.js';
import {
  countBeside,
  countItems,
  countAges,
  countPeriod,
  type Grouping,
} from '#persistence/reading/statistics-reader.js';
import type { Sought } from '#persistence/reading/sought.js';
import { casesSince } from '#persistence/reading/stream-reader.js';
import { visits } from '#persistence/reading/visit-reader.js';
import { inbox, inboxByCase, inboxCounts, owedWork } from '#persistence/reading/work-reader.js';

/** What people read all day, and the statistics, as statements of the API's role; and what each has PostgreSQL look at. */

interface Node {
  'Index Name'?: string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Rows Removed by Join Filter'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Node[];
}

export interface Cost {
  /** Pages of 8 kB that were looked at. */
  buffers: number;
  /** Rows of disputes, and of what is searched of them, that were looked at. */
  looked: number;
  /** Pairs of rows that were compared in vain: of what is joined row by row they grow with the square. */
  compared: number;
}

export const NO_COST: Cost = { buffers: 0, looked: 0, compared: 0 };

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

function costOf(plan: Node): Cost {
  const sumOf = (of: (node: Node) => number, nodes = nodesOf(plan)) =>
    nodes.reduce((sum, node) => sum + of(node) * node['Actual Loops'], 0);
  const searched = nodesOf(plan).filter((node) => /^dispute(_words)?$/.test(node['Relation Name'] ?? ''));
  const removed = (node: Node) => (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return {
    buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    looked: sumOf((node) => node['Actual Rows'] + removed(node), searched),
    compared: sumOf((node) => node['Rows Removed by Join Filter'] ?? 0),
  };
}

/** Answers as the database does, adds up what each statement looked at, and notes by which indexes. */
export const explaining = (db: Transaction, total: Cost, used = new Set<string>()): Db => ({
  query: async <T>(text: string, values?: unknown[]) => {
    const [{ 'QUERY PLAN': plan }] = (await db.query(
      `EXPLAIN (ANALYZE, BUFFERS, TIMING off, FORMAT JSON) ${text}`,
      values,
    )) as [{ 'QUERY PLAN': [{ Plan: Node }] }];
    for (const node of nodesOf(plan[0].Plan)) if (node['Index Name']) used.add(node['Index Name']);
    const cost = costOf(plan[0].Plan);
    for (const of of Object.keys(cost) as (keyof Cost)[]) total[of] += cost[of];
    return (await db.query(text, values)) as T;
  },
});

export type Read = (db: Db) => Promise<unknown>;
const ZONE = 'Asia/Shanghai';

/**
 * @param known what is looked for: of a dispute that is open
 * @param sought as who handles it looks for it
 * @returns each with the scope of who reads it
 */
export function dailyReads(
  today: Today,
  known: {
    number: string;
    name: string;
    part: string;
    reading: string;
    letters: string;
    telephone: string;
    village: string;
  },
  sought: (q: string) => Sought,
): Record<string, [string, Read]> {
  const find = (q: string): [string, Read] => ['justice', list({ sought: sought(q) })];
  const list = (filter: Partial<DisputeFilter>, order?: DisputeOrder) => (db: Db) =>
    listDisputes(db, { rehearsal: false, today, ...filter }, null, 51, order);
  const justice = { departmentId: 'justice', sees: 'all', triages: false } as const;
  return {
    inbox: ['justice', (db) => inbox(db, justice, { tab: 'all', limit: 51, today })],
    'inbox by case': ['justice', (db) => inboxByCase(db, justice, { tab: 'all', limit: 51, today })],
    'inbox of what waits': ['justice', (db) => inboxByCase(db, justice, { tab: 'waiting', limit: 51, today })],
    counts: ['justice', (db) => inboxCounts(db, justice, today)],
    board: ['^centre', (db) => boardNumbers(db, today)],
    bouncing: ['^centre', (db) => bouncing(db)],
    late: ['^centre', (db) => owedWork(db, 'late', { today }, null, 51)],
    'due today': ['^centre', (db) => owedWork(db, 'dueToday', { today }, null, 51)],
    'visits due': ['police#visitor', (db) => visits(db, { state: 'due', zone: ZONE }, null, 201)],
    'visits of the day': [
      'police#visitor',
      (db) => visits(db, { state: 'due', zone: ZONE, owedBy: 'police' }, null, 201),
    ],
    'visits late': ['police#visitor', (db) => visits(db, { state: 'late', zone: ZONE }, null, 201)],
    list: ['justice', list({})],
    'list by change': ['justice', list({}, 'changed')],
    'list by what is due': ['justice', list({}, 'due')],
    'list by number': ['justice', list({}, 'number')],
    'list by grade': ['justice', list({}, 'grade')],
    'list by lowest grade': ['justice', list({}, 'grade-up')],
    'list by status': ['justice', list({}, 'status')],
    'list of the oldest': ['justice', list({ open: true }, 'oldest')],
    'list of dangerous': ['justice', list({ danger: 'any' })],
    'list of a handler': ['justice', list({ handler: 'justice' })],
    'list of repeated': ['justice', list({ repeated: true })],
    'list of rehearsals': ['justice', list({ rehearsal: true })],
    'what changed': ['justice', (db) => casesSince(db, '9223372036854775807')],
    'list late': ['justice', list({ late: true })],
    'list open': ['justice', list({ open: true })],
    'search by number': find(known.number),
    'search by name': find(known.name),
    'search by two characters': find(known.name.slice(0, 2)),
    'search by one character': find(known.part),
    'search by two words': find(`${known.name} ${known.number}`),
    'search by reading': find(known.reading),
    'search by first letters': find(known.letters),
    'search among what is open': ['justice', list({ closed: false, sought: sought(known.letters) })],
    'search by village': find(known.village),
    'search by village and name': find(`${known.village} ${known.name}`),
    'search by telephone': find(known.telephone),
    'search, nothing found': find('查无此人'),
  };
}

/** As the page asks for it. */
export function statistics(period: { from: string; to: string }, by: Grouping | null = null): Read {
  return async (db) => {
    await countItems(db, period);
    await countBeside(db, period);
    await countPeriod(db, { ...period, zone: ZONE }, by);
    await countAges(db, [period.from]);
  };
}

/** As the API reads. */
export const readingSource = (url: string) => openDatabase(url, READ_TIMEOUTS, 2).initialize();
