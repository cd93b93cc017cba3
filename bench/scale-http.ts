import { Tokens } from '../test/support/tokens.js';

/** What people wait for over HTTP, each asked for again and again, one request at a time and eight at once. */

/** Milliseconds at the 95th percentile that a daily read may take on two cores. */
const READ_MS = 300;
/** A page that is looked at now and then. */
const RARE_MS = 2_000;
const SAMPLES = 30;
const AT_ONCE = 4;

interface Reading {
  name: string;
  who: string;
  path: string;
  barMs?: number;
  samples?: number;
}

/** Somebody who asks, as any of the demo accounts. */
export class Client {
  private readonly tokens = new Tokens(() => this.url);

  constructor(private readonly url: string) {}

  async raw(who: string, path: string): Promise<Response> {
    return fetch(`${this.url}/api/v1${path}`, { headers: { authorization: `Bearer ${await this.tokens.of(who)}` } });
  }

  async get<T>(who: string, path: string): Promise<T> {
    return (await (await this.raw(who, path)).json()) as T;
  }
}

interface Listed {
  items: { id: string; number: string; title: string; dispute?: { id: string }; obligation?: { id: string } }[];
  next: string | null;
}

const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

/** Every list and page of the contract as the console asks for it. */
async function readings(api: Client): Promise<Reading[]> {
  const work = await api.get<Listed>('justice', '/inbox?tab=work&limit=1');
  const { dispute, obligation } = work.items[0]!;
  const [first] = (await api.get<Listed>('supervisor', '/disputes?status=closed&limit=1')).items;
  let cursor = '';
  for (let page = 0; page < 20; page++) {
    cursor = (await api.get<Listed>('supervisor', `/disputes?limit=200&cursor=${cursor}`)).next!;
  }
  const { parties } = await api.get<{ parties: { name: string }[] }>('supervisor', `/disputes/${first!.id}`);
  const name = parties[0]!.name;
  const now = Date.now();
  const days = (n: number) => new Date(now + n * 86_400_000).toISOString();
  const year = `from=${days(-365)}&to=${days(0)}`;
  const q = (text: string) => encodeURIComponent(text);
  return [
    { name: 'inbox, all', who: 'justice', path: '/inbox?tab=all' },
    { name: 'inbox, in work', who: 'justice', path: '/inbox?tab=work' },
    { name: 'inbox, to answer', who: 'justice', path: '/inbox?tab=answer' },
    { name: 'inbox of the desk', who: 'desk', path: '/inbox?tab=all' },
    { name: 'counts', who: 'justice', path: '/inbox/counts' },
    { name: 'counts of the desk', who: 'desk', path: '/inbox/counts' },
    { name: 'notices', who: 'justice', path: '/notices?limit=50' },
    { name: 'list, newest', who: 'supervisor', path: '/disputes?limit=50' },
    { name: 'list of a department', who: 'justice', path: '/disputes?limit=50' },
    { name: 'list, 4,000 rows down', who: 'supervisor', path: `/disputes?limit=50&cursor=${cursor}` },
    { name: 'list, one status', who: 'supervisor', path: '/disputes?status=circulating&limit=100' },
    { name: 'list, how many', who: 'supervisor', path: '/disputes?limit=1&total=true' },
    {
      name: 'list, how many of a village',
      who: 'supervisor',
      path: '/disputes?limit=1&total=true&village=village-helin',
    },
    { name: 'list of dangerous', who: 'supervisor', path: '/disputes?danger=any&limit=50' },
    { name: 'list by grade', who: 'supervisor', path: '/disputes?sort=grade&limit=50' },
    { name: 'list, late', who: 'supervisor', path: '/disputes?late=true&limit=50' },
    {
      name: 'list, village and category',
      who: 'desk',
      path: '/disputes?village=village-helin&category=labour&limit=50',
    },
    { name: 'search by number', who: 'desk', path: `/disputes?limit=50&q=${q(first!.number)}` },
    { name: 'search by name', who: 'desk', path: `/disputes?limit=50&q=${q(name)}` },
    { name: 'search by two characters', who: 'desk', path: `/disputes?limit=50&q=${q(name.slice(0, 2))}` },
    { name: 'search, nothing found', who: 'desk', path: `/disputes?limit=50&q=${q('查无此人')}` },
    {
      name: 'proposal and similar disputes',
      who: 'desk',
      path: `/proposal?category=labour&village=village-helin&title=${q('工钱拖欠')}&name=${q(name)}`,
    },
    { name: 'board', who: 'supervisor', path: '/board' },
    { name: 'board, late', who: 'supervisor', path: '/board/late?limit=100' },
    { name: 'board, bouncing', who: 'supervisor', path: '/board/bouncing' },
    { name: 'visits, due', who: 'visitor', path: '/visits?state=due&limit=200' },
    { name: 'visits, late', who: 'visitor', path: '/visits?state=late&limit=200' },
    { name: 'visits, the week', who: 'visitor', path: `/visits?from=${days(0)}&to=${days(7)}&limit=200` },
    { name: 'dispute', who: 'justice', path: `/disputes/${dispute!.id}` },
    { name: 'timeline', who: 'justice', path: `/disputes/${dispute!.id}/timeline` },
    { name: 'attribution', who: 'justice', path: `/disputes/${dispute!.id}/attribution` },
    { name: 'dispute as it stood', who: 'supervisor', path: `/disputes/${first!.id}?at=${days(-1)}` },
    { name: 'why this date', who: 'justice', path: `/obligations/${encodeURIComponent(obligation!.id)}/explanation` },
    { name: 'items, new', who: 'desk', path: '/items?state=new&limit=100' },
    { name: 'access log', who: 'auditor', path: '/audit?limit=50' },
    { name: 'statistics, a year', who: 'supervisor', path: `/statistics?${year}`, barMs: RARE_MS, samples: 8 },
    {
      name: 'what a statistic counts',
      who: 'supervisor',
      path: `/statistics/counted?measure=judged&enteredFrom=${days(-365)}&enteredTo=${days(0)}`,
    },
    {
      name: 'what few do',
      who: 'supervisor',
      path: `/statistics/counted?measure=different&enteredFrom=${days(-365)}&enteredTo=${days(0)}`,
      barMs: RARE_MS,
      samples: 8,
    },
    {
      name: 'statistics by department',
      who: 'supervisor',
      path: `/statistics?${year}&by=department`,
      barMs: RARE_MS,
      samples: 8,
    },
    {
      name: 'statistics by month',
      who: 'supervisor',
      path: `/statistics?${year}&by=month`,
      barMs: RARE_MS,
      samples: 8,
    },
    {
      name: 'sheet of a year',
      who: 'supervisor',
      path: `/disputes.csv?format=codes&enteredFrom=${days(-365)}`,
      barMs: Infinity,
      samples: 2,
    },
  ];
}

async function measure(
  api: Client,
  { who, path, samples = SAMPLES }: Reading,
): Promise<{ alone: number[]; crowded: number[]; bytes: number }> {
  let bytes = 0;
  const ask = async () => {
    const started = performance.now();
    const answer = await api.raw(who, path);
    bytes = (await answer.arrayBuffer()).byteLength;
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return performance.now() - started;
  };
  await ask();
  const alone: number[] = [];
  for (let n = 0; n < samples; n++) alone.push(await ask());
  const crowded: number[] = [];
  if (samples === SAMPLES) {
    for (let n = 0; n < samples / AT_ONCE; n++)
      crowded.push(...(await Promise.all(Array.from({ length: AT_ONCE }, ask))));
  }
  const up = (values: number[]) => values.sort((a, b) => a - b);
  return { alone: up(alone), crowded: up(crowded), bytes };
}

/** @returns how many bars were missed */
export async function measureHttp(api: Client): Promise<number> {
  let missed = 0;
  console.log(`| read | as | p50 ms | p95 ms | p95 ms, ${AT_ONCE} at once | kB | bar ms |`);
  console.log('|---|---|---:|---:|---:|---:|---:|');
  for (const reading of await readings(api)) {
    const { alone, crowded, bytes } = await measure(api, reading);
    const { barMs = READ_MS } = reading;
    const p95 = percentile(alone, 0.95);
    const isMissed = p95 > barMs;
    if (isMissed) missed++;
    const f = (value: number | undefined) => (value === undefined ? '' : value.toFixed(value < 10 ? 1 : 0));
    console.log(
      `| ${reading.name} | ${reading.who} | ${f(percentile(alone, 0.5))} | ${isMissed ? `**${f(p95)}**` : f(p95)} | ` +
        `${crowded.length ? f(percentile(crowded, 0.95)) : ''} | ${f(bytes / 1024)} | ${barMs === Infinity ? '' : barMs} |`,
    );
  }
  return missed;
}
