import { randomUUID } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { Tokens } from '../test/support/tokens.js';

/**
 * What open consoles cost, by how many: streams that nobody does anything for, a command that they are open beside, and as
 * many at work with two commands a second. Each is a person of their own; they ask as apps/web does, for what the stream
 * does not tell. Each figure is also told as a multiple of that of the first size.
 *
 * STREAMS_SIZES how many, the least first (1,200,300); STREAMS_IDLE and STREAMS_WORK how many seconds they are idle and at
 * work (40, 45).
 */
const SIZES = (process.env.STREAMS_SIZES ?? '1,200,300').split(',').map(Number);
const IDLE_SECONDS = Number(process.env.STREAMS_IDLE ?? 40);
const WORK_SECONDS = Number(process.env.STREAMS_WORK ?? 45);

/** Milliseconds of PostgreSQL a second that so many idle streams may cost, and more of them no more than their share. */
const IDLE_BAR = { ms: 5, streams: 200 };
/** Milliseconds of PostgreSQL that a command may cost beyond its own beside them all, and until the last one heard. */
const COMMAND_BAR = 20;
const HEARD_BAR = 500;
/** Times what one console waits for the board. */
const BOARD_BAR = 2;
/** Two each time that a case is handed over. */
const HANDED_OVER = 10;
/** Milliseconds of PostgreSQL a second below which nothing goes on that was not asked for. */
const STILL = { ms: 10, seconds: 15, tries: 100 };
const COMMANDS_A_SECOND = 2;
/** As apps/web/base/live.ts. */
const FLOCK_MS = 300;
const OFTEN_MS = 3_000;
const SPREAD = 0.3;

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

/** Asks again as the console does: once a flock, and not more than once in some three seconds. */
class Console {
  private next = 0;
  private timer: NodeJS.Timeout | null = null;
  private asking = Promise.resolve();
  readonly waited: number[] = [];
  asked = 0;

  constructor(
    private readonly town: Town,
    private readonly who: string,
    private readonly paths: string[],
  ) {}

  renew(): void {
    this.timer ??= setTimeout(
      () => {
        this.timer = null;
        this.next = Date.now() + OFTEN_MS * (1 + SPREAD * (2 * Math.random() - 1));
        // As in the console, where a list that is asked for twice is asked for once more after the first answer.
        this.asking = this.asking.then(() => this.ask());
      },
      Math.max(FLOCK_MS, this.next - Date.now()),
    );
  }

  private async ask(): Promise<void> {
    for (const path of this.paths) {
      const began = performance.now();
      await this.town.call(this.who, 'GET', path);
      this.asked += 1;
      if (path === '/board') this.waited.push(performance.now() - began);
    }
  }

  /** Asks no more, and waits for what it asked. */
  async stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    await this.asking;
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

/** The only one is a supervisor, who has the board open. */
const placeOf = (n: number, count: number) => (count === 1 ? 1 : n);

/** CPU of PostgreSQL: milliseconds a second for doing nothing, and milliseconds a command. */
class Meter {
  private turn = 0;

  constructor(
    private readonly town: Town,
    private readonly postgresMillis: () => number,
  ) {}

  /** Until what the filling left behind is put away, and each case that is under way has its workflow. */
  async settled(): Promise<void> {
    for (let n = 0; n < STILL.tries; n++) if ((await this.idle(STILL.seconds)) <= STILL.ms) return;
    throw new Error('PostgreSQL does not come to rest');
  }

  async idle(seconds: number): Promise<number> {
    const before = this.postgresMillis();
    await pause(seconds * 1000);
    return (this.postgresMillis() - before) / seconds;
  }

  /** Cases handed over beside open streams. */
  async commands(hearers: Set<Hearer>): Promise<{ cpuEach: number; heardMs: number[] }> {
    const heardMs: number[] = [];
    const before = this.postgresMillis();
    for (let n = 0; n < HANDED_OVER; n++) {
      let last = NaN;
      let id = '';
      let began = 0;
      const note: Hearer = (event, data) => {
        if (event === 'dispute' && data.includes(id)) last = performance.now();
      };
      await handOver(this.town, this.turn++, async (registered) => {
        await pause(500);
        id = registered;
        began = performance.now();
        hearers.add(note);
      });
      await pause(1_000);
      hearers.delete(note);
      heardMs.push(last - began);
    }
    return { cpuEach: (this.postgresMillis() - before) / HANDED_OVER / 2, heardMs };
  }
}

interface Costs {
  idle: number;
  command: number;
  heard: number;
  board: number;
  asked: number;
}

async function listening(town: Town, count: number, hearers: Set<Hearer>): Promise<() => void> {
  const open: (() => void)[] = [];
  for (let n = 0; n < count; n++) {
    open.push(
      await town.listen(seatOf(placeOf(n, count)), (event, data) => hearers.forEach((each) => each(event, data))),
    );
  }
  return () => open.forEach((close) => close());
}

async function atWork(town: Town, count: number): Promise<{ board: number; asked: number }> {
  const consoles: Console[] = [];
  const open: (() => void)[] = [];
  for (let place = 0; place < count; place++) {
    const n = placeOf(place, count);
    const { paths, renewedBy } = SCREENS[likeWhom(n)] ?? SCREENS.handler!;
    const screen = new Console(town, seatOf(n), paths);
    consoles.push(screen);
    open.push(await town.listen(seatOf(n), (event) => renewedBy.includes(event) && screen.renew()));
  }
  await pause(2_000);
  for (const each of consoles) each.waited.splice(0);
  const end = Date.now() + WORK_SECONDS * 1000;
  const every = 1000 / COMMANDS_A_SECOND;
  for (let n = 0; Date.now() < end; n++) {
    const began = performance.now();
    await handOver(town, n, () => pause(Math.max(0, every - (performance.now() - began))));
    await pause(Math.max(0, 2 * every - (performance.now() - began)));
  }
  await pause(1_000);
  for (const close of open) close();
  await Promise.all(consoles.map((each) => each.stop()));
  return {
    board: median(consoles.flatMap((one) => one.waited)),
    asked: consoles.reduce((sum, one) => sum + one.asked, 0),
  };
}

/**
 * @param postgresMillis CPU of PostgreSQL so far
 * @returns how many bars were missed
 */
export async function measureStreams(url: string, owner: DataSource, postgresMillis: () => number): Promise<number> {
  const town = new Town(url);
  // The only one has the second seat.
  await addPeople(owner, most(SIZES) + 1);
  const meter = new Meter(town, postgresMillis);
  // Whoever commands was seen once.
  await meter.commands(new Set());
  await meter.settled();
  const quiet = await meter.idle(IDLE_SECONDS);
  const alone = await meter.commands(new Set());

  const costsOf = async (count: number): Promise<Costs> => {
    const hearers = new Set<Hearer>();
    const close = await listening(town, count, hearers);
    await pause(5_000);
    const idle = (await meter.idle(IDLE_SECONDS)) - quiet;
    const beside = await meter.commands(hearers);
    close();
    return {
      idle,
      command: beside.cpuEach - alone.cpuEach,
      heard: most(beside.heardMs),
      ...(await atWork(town, count)),
    };
  };

  console.log(
    '| consoles | idle, ms/s of PostgreSQL | a command, ms of PostgreSQL beyond its own | the last one hears, ms | board at work, p50 ms | questions | × smallest: idle, command, heard, board |',
  );
  console.log('|---:|---:|---:|---:|---:|---:|---:|');
  let missed = 0;
  let smallest: Costs | undefined;
  for (const count of SIZES) {
    const costs = await costsOf(count);
    smallest ??= costs;
    const { idle, command, heard, board } = costs;
    const cell = (figure: number, isMet: boolean) => {
      if (!isMet) missed += 1;
      return isMet ? figure.toFixed(1) : `**${figure.toFixed(1)}**`;
    };
    const cells = [
      count,
      cell(idle, idle <= IDLE_BAR.ms * Math.max(1, count / IDLE_BAR.streams)),
      cell(command, command <= COMMAND_BAR),
      cell(heard, heard <= HEARD_BAR),
      cell(board, board <= smallest.board * BOARD_BAR),
      costs.asked,
      // What is below a tick of the clock that counts is no size to compare with.
      (['idle', 'command', 'heard', 'board'] as const)
        .map((each) => (smallest![each] > 0.1 ? (costs[each] / smallest![each]).toFixed(2) : '–'))
        .join(', '),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(
    `\nwith no stream open: ${quiet.toFixed(1)} ms/s of PostgreSQL idle, ${alone.cpuEach.toFixed(1)} ms a command`,
  );
  return missed;
}
