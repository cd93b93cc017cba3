import { randomUUID } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { Tokens } from '../test/support/tokens.js';

/**
 * What open consoles cost: 200 that nobody does anything for, a command that 300 are open beside, and 300 at work. Each is
 * a person of their own; they ask as apps/web does, for what the stream does not tell.
 */

/** Milliseconds of PostgreSQL a second that 200 idle streams may cost. */
const IDLE_BAR = 5;
/** Milliseconds of PostgreSQL that a command may cost beyond its own with 300 streams open, and until the last one heard. */
const COMMAND_BAR = 20;
const HEARD_BAR = 500;
/** Times what one console waits for the board, with 300 at work. */
const BOARD_BAR = 2;
const IDLE_SECONDS = 60;
const COMMANDS = 20;
const WORK_SECONDS = 45;
const COMMANDS_A_SECOND = 2;
/** As apps/web/base/live.ts. */
const FLOCK_MS = 300;
const OFTEN_MS = 3_000;

const HANDLERS = ['justice', 'land', 'forestry', 'labour', 'agriculture'];
/** Of ten consoles one is a desk's and one a supervisor's. */
const likeWhom = (n: number) => (n % 10 === 0 ? 'desk' : n % 10 === 1 ? 'supervisor' : HANDLERS[n % HANDLERS.length]!);
const seatOf = (n: number) => `seat-${n}`;

async function addPeople(owner: DataSource, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await owner.query(
      `INSERT INTO account (id, name, department_id, roles, password_hash, demo)
       SELECT $1, name, department_id, roles, password_hash, true FROM account WHERE id = $2 ON CONFLICT DO NOTHING`,
      [seatOf(n), likeWhom(n)],
    );
  }
}

type Hearer = (event: string, data: string) => void;

class Town {
  private readonly tokens = new Tokens(() => this.url);

  constructor(private readonly url: string) {}

  private async send(who: string, method: string, path: string, body?: object): Promise<IncomingMessage> {
    const authorization = `Bearer ${await this.tokens.of(who)}`;
    const headers = {
      authorization,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    };
    return new Promise((resolve, reject) => {
      request(`${this.url}/api/v1${path}`, { method, headers }, resolve)
        .on('error', reject)
        .end(body && JSON.stringify(body));
    });
  }

  async call<T>(who: string, method: string, path: string, body?: object): Promise<T> {
    const answer = await this.send(who, method, path, body);
    let text = '';
    for await (const part of answer.setEncoding('utf8')) text += part as string;
    if (answer.statusCode !== 200 && answer.statusCode !== 201) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text) as T;
  }

  /** @returns what closes it, once its first word is here */
  async listen(who: string, hear: Hearer): Promise<() => void> {
    const stream = await this.send(who, 'GET', '/stream');
    stream.setEncoding('utf8').on('error', () => undefined);
    const begun = new Promise<void>((ready) => {
      let rest = '';
      stream.on('data', (part: string) => {
        const blocks = (rest + part).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) {
          const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/m.exec(block) ?? [];
          if (event === 'counts') ready();
          if (event) hear(event, data);
        }
      });
    });
    await begun;
    return () => stream.destroy();
  }
}

/** A case goes from the desk to an office: two commands, of which the second concerns that office too. */
async function handOver(town: Town, n: number, between: (id: string) => unknown = () => undefined): Promise<string> {
  const village = 'village-shixi';
  const { dispute } = await town.call<{ dispute: { id: string } }>('desk', 'POST', '/disputes', {
    title: `院墙占地 ${n}`,
    narrative: '两户因修建围墙占地发生争执。',
    category: 'neighbours',
    grade: 'blue',
    place: { village },
    parties: [{ name: `甲${n}`, role: 'applicant' }],
    source: { channel: 'walk-in' },
  });
  await between(dispute.id);
  await town.call('desk', 'POST', `/disputes/${dispute.id}/transfer`, { to: HANDLERS[n % 5], reason: '请调解' });
  return dispute.id;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
const most = (values: number[]) => Math.max(...values);

/** Asks again as the console does: once a flock, and not more than once in three seconds. */
class Console {
  private next = 0;
  private timer: NodeJS.Timeout | null = null;
  readonly waited: number[] = [];
  asked = 0;

  constructor(
    private readonly town: Town,
    private readonly who: string,
    private readonly paths: string[],
  ) {}

  renew(): void {
    this.timer ??= setTimeout(() => void this.ask(), Math.max(FLOCK_MS, this.next - Date.now()));
  }

  async ask(): Promise<void> {
    this.timer = null;
    this.next = Date.now() + OFTEN_MS;
    for (const path of this.paths) {
      const began = performance.now();
      await this.town.call(this.who, 'GET', path);
      this.asked += 1;
      if (path === '/board') this.waited.push(performance.now() - began);
    }
  }
}

const SCREENS: Record<string, { paths: string[]; renewedBy: string[] }> = {
  desk: {
    paths: ['/inbox?limit=100&kind=grade&kind=dispatch&kind=decide-return', '/disputes?status=circulating&limit=100'],
    renewedBy: ['dispute'],
  },
  supervisor: { paths: ['/board', '/board/late?limit=100'], renewedBy: ['dispute'] },
  handler: { paths: ['/inbox?tab=work'], renewedBy: ['counts'] },
};

/**
 * @param postgresMillis CPU of PostgreSQL so far
 * @returns how many bars were missed
 */
export async function measureStreams(url: string, owner: DataSource, postgresMillis: () => number): Promise<number> {
  const town = new Town(url);
  await addPeople(owner, 300);
  let missed = 0;
  const say = (name: string, figure: number, unit: string, bar: number) => {
    if (figure > bar) missed += 1;
    console.log(`| ${name} | ${figure > bar ? `**${figure.toFixed(1)}**` : figure.toFixed(1)} | ${unit} | ${bar} |`);
  };
  const open: (() => void)[] = [];
  const hearers = new Set<Hearer>();
  const openTo = async (count: number) => {
    while (open.length < count) {
      const hear: Hearer = (event, data) => hearers.forEach((each) => each(event, data));
      open.push(await town.listen(seatOf(open.length), hear));
    }
  };
  const costOf = async (seconds: number) => {
    const before = postgresMillis();
    await pause(seconds * 1000);
    return (postgresMillis() - before) / seconds;
  };
  const commands = async (first: number) => {
    const heard: number[] = [];
    const before = postgresMillis();
    for (let n = first; n < first + COMMANDS / 2; n++) {
      let last = 0;
      let id = '';
      const note: Hearer = (event, data) => {
        if (event === 'dispute' && data.includes(id)) last = performance.now();
      };
      let began = 0;
      await handOver(town, n, async (registered) => {
        await pause(500);
        id = registered;
        began = performance.now();
        hearers.add(note);
      });
      await pause(1_000);
      hearers.delete(note);
      if (open.length > 0) heard.push(last - began);
    }
    const seconds = (COMMANDS / 2) * 1.5;
    return { cpu: postgresMillis() - before, seconds, heard };
  };

  console.log('| streams | figure | | bar |');
  console.log('|---|---:|---|---:|');
  await pause(5_000);
  const quiet = await costOf(IDLE_SECONDS / 2);
  const alone = await commands(0);
  await openTo(200);
  await pause(5_000);
  say('200 idle streams', (await costOf(IDLE_SECONDS)) - quiet, 'ms/s of PostgreSQL', IDLE_BAR);
  await openTo(300);
  const beside = await commands(1_000);
  say('a command beside 300 streams', (beside.cpu - alone.cpu) / COMMANDS, 'ms of PostgreSQL', COMMAND_BAR);
  say('the last one hears', most(beside.heard), 'ms after the command began', HEARD_BAR);
  for (const close of open.splice(0)) close();

  const atWork = async (count: number) => {
    const consoles: Console[] = [];
    for (let n = 0; n < count; n++) {
      const like = likeWhom(count === 1 ? 1 : n);
      const { paths, renewedBy } = SCREENS[like] ?? SCREENS.handler!;
      const who = seatOf(count === 1 ? 1 : n);
      const screen = new Console(town, who, paths);
      consoles.push(screen);
      open.push(await town.listen(who, (event) => renewedBy.includes(event) && screen.renew()));
    }
    await pause(2_000);
    for (const each of consoles) each.waited.splice(0);
    const end = Date.now() + WORK_SECONDS * 1000;
    const each = { every: 1000 / COMMANDS_A_SECOND, took: [] as number[] };
    for (let n = 0; Date.now() < end; n++) {
      const began = performance.now();
      await handOver(town, n, () => pause(Math.max(0, each.every - (performance.now() - began))));
      each.took.push(performance.now() - began);
      await pause(Math.max(0, 2 * each.every - (performance.now() - began)));
    }
    await pause(1_000);
    for (const close of open.splice(0)) close();
    return {
      board: median(consoles.flatMap((one) => one.waited)),
      asked: consoles.reduce((sum, one) => sum + one.asked, 0),
    };
  };
  const one = await atWork(1);
  const many = await atWork(300);
  console.log(`| board, one console at work | ${one.board.toFixed(1)} | ms, p50 | |`);
  console.log(`| board, 300 consoles at work | ${many.board.toFixed(1)} | ms, p50; ${many.asked} requests | |`);
  say('board, 300 to one', many.board / one.board, '×', BOARD_BAR);
  return missed;
}
