import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { DEMO_USERNAMES } from '../../apps/local/reference.js';
import { STATUS } from '../../apps/api/http/problem.js';
import { Api } from '../support/api.js';
import { FOREIGN, OWN, plansOf, type Description, type Plan, type Schema } from '../support/fuzz.js';
import { addSecondCounty, FURTHER } from '../support/second-county.js';

/**
 * Requests made of the OpenAPI document, valid and spoilt, by every demo account, by the same roles of a township further
 * and by nobody. `FUZZ_SEED` repeats a run, `FUZZ_REQUESTS` says how long it is.
 */
const FULL = process.env.CHECK === 'full';
// The same in each short run, so that a change is judged by what it changed; the long one looks elsewhere each time.
const SEED = Number(process.env.FUZZ_SEED ?? (FULL ? Date.now() % 2 ** 31 : 1));
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? (FULL ? 60_000 : 3_600));
const AT_ONCE = 6;
/** A long run shares its machine with others. */
const LIMIT_MS = FULL ? 5_400_000 : 900_000;
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Who knows the planted case: its desk, its holder, those above them. */
const RELATED = ['desk', 'visitor', 'justice', 'justice-head', 'supervisor', 'auditor'];
const PEOPLE = [...DEMO_USERNAMES, ...FURTHER, ''];

const PLANTED = {
  title: '山头界桩纠纷',
  narrative: '界桩挪了三丈，两家的杉木混在一处。',
  category: 'forest-title',
  grade: 'blue',
  place: { village: 'village-helin', address: '雷公坳十七号' },
  parties: [
    { name: '侯三顺', role: 'applicant', phone: '13500007890', idNumber: '522628196502113377' },
    { name: '龙阿桂', role: 'respondent' },
  ],
  source: { channel: 'walk-in', reporter: '覃守诚' },
};
const SECRETS = [
  '山头界桩',
  '三丈',
  '雷公坳',
  '侯三顺',
  '龙阿桂',
  '覃守诚',
  '13500007890',
  '0007890',
  '522628196502113377',
];

/** What tells of the inside: frames of a stack, statements, paths of the machine. */
const INSIDE =
  /\bat (?:[\w.<>[\] ]+ \()?(?:file:|node:|\/)[^\s)]*:\d+:\d+|node_modules|\bSELECT .+ FROM\b|\/libs\/|\/work\/|TypeORM|QueryFailed/;

describe('a fuzzer over the OpenAPI document', () => {
  let api: Api;
  let description: Description;
  let canary: { id: string; number: string };
  const own: string[] = [];

  beforeAll(async () => {
    api = await Api.start();
    await addSecondCounty(api.engine.database.owner);
    const register = async (more: object) => {
      const made = await api.post<{ dispute: { id: string; number: string } }>('desk', '/disputes', more);
      expect(made.status).toBe(201);
      return made.body.dispute;
    };
    const act = (who: string, id: string, verb: string, body: object) => api.post(who, `/disputes/${id}/${verb}`, body);
    const handled = async (more: object, by: string) => {
      const made = await register(more);
      await act('desk', made.id, 'transfer', { to: by, reason: '调处' });
      expect((await act(by, made.id, 'accept', { transferId: 't1' })).status).toBe(200);
      return made;
    };
    canary = await handled(PLANTED, 'justice');
    // Cases in every state that anybody may spoil: nothing of the planted one is in them.
    const plain = (n: number, more: object = {}) => ({
      ...PLANTED,
      title: `巷口停车 ${n}`,
      narrative: '挡了路。',
      category: 'neighbours',
      place: { village: 'village-shixi', address: `${n} 号` },
      parties: [{ name: `喻${n}`, role: 'applicant', phone: `1380000${1000 + n}` }],
      source: { channel: 'walk-in' },
      ...more,
    });
    own.push((await register(plain(1))).id, (await handled(plain(2), 'land')).id);
    own.push((await handled(plain(3, { rehearsal: true }), 'labour')).id);
    const resolved = await handled(plain(4), 'forestry');
    await act('forestry', resolved.id, 'plan', { goal: '定', measures: [] });
    await act('forestry', resolved.id, 'resolve', { outcome: 'mediated', summary: '和' });
    own.push(resolved.id);
    for (const until = Date.now() + 15_000; ;) {
      const answer = await api.post('', '/auth/login', { username: FURTHER.at(-1), password: 'demo' });
      if (answer.status === 200) break;
      if (Date.now() > until) throw new Error('the new people never became known');
      await api.engine.database.owner.query(`DELETE FROM sign_in_failure`);
    }
    description = (await api.get<Description>('', '/api/v1/openapi.json')).body;
  });
  afterAll(() => api.stop());

  /** As the town is: ids in place of placeholders; whoever knows the planted case gets another one to spoil. */
  const settled = (text: string, { who, id }: Plan) =>
    text
      .replaceAll(FOREIGN, RELATED.includes(who) ? own[0]! : canary.id)
      .replaceAll(OWN, own[(who.length + id.length + text.length) % own.length]!);

  async function send(plan: Plan) {
    const pieces: Record<string, string> = { ...plan.pieces, id: plan.id };
    const path = settled(
      plan.template.replace(/\{(\w+)\}/g, (_whole, name: string) => pieces[name]!) + plan.query,
      plan,
    );
    const body = plan.method === 'GET' || plan.method === 'OPTIONS' ? undefined : plan.body && settled(plan.body, plan);
    const headers = {
      ...(plan.who !== '' && { authorization: `Bearer ${await api.token(plan.who)}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...Object.fromEntries(Object.entries(plan.headers).map(([name, value]) => [name, latin(value)])),
    };
    const response = await fetch(`${api.url}${path}`, {
      method: plan.method,
      headers,
      body: body ?? null,
      redirect: 'manual',
    });
    const type = response.headers.get('content-type') ?? '';
    // A stream that opened is closed again: it has no end to wait for.
    const text = type.startsWith('text/event-stream') ? (await response.body!.cancel(), '') : await response.text();
    const curl = [
      `curl -X ${plan.method} '$URL${path}'`,
      plan.who && `-H "authorization: Bearer $(token of ${plan.who})"`,
      ...Object.entries(headers)
        .filter(([name]) => name !== 'authorization')
        .map((each) => `-H '${each.join(': ')}'`),
      body !== undefined &&
        `--data-binary '${body.length > 2_000 ? `${body.slice(0, 2_000)}… (${body.length})` : body}'`,
    ];
    return { path, body, response, type, text, curl: curl.filter(Boolean).join(' ') };
  }

  it.each([
    // Each was a fault, or an answer that is no problem+json, until the fuzzer found it.
    ['GET', '/proposal?category=labour&village=x&title=%00', 400],
    ['GET', '/audit?user=%00', 400],
    ['GET', '/items/%', 400],
    ['GET', `/items/${'x'.repeat(300)}`, 400],
  ])('says %s %s is malformed', async (method, path, status) => {
    const answer = await api.call('auditor', method, path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, PROBLEM_TYPE]);
    expect(answer.body).toMatchObject({ status, code: 'BAD_REQUEST' });
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('ends a line that said nothing without a word, and says to one that stopped that it waited', async () => {
    const heard = await Promise.all(
      ['', 'GET /api/v1/me HTTP/1.1\r\nhost:'].map((sent) => {
        const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
        socket.write(sent);
        return text(socket);
      }),
    );
    expect(heard).toEqual(['', expect.stringMatching(/^HTTP\/1\.1 408 .*"code":"BODY_TOO_SLOW"/s)]);
  });

  it.each([
    ['no HTTP', 'hello there\r\n\r\n', 400],
    ['headers beyond measure', `GET /api/v1/me HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
  ])('answers %s with a problem and closes the line', async (_what, sent, status) => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.write(sent);
    const answer = await text(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(`content-type: ${PROBLEM_TYPE}`);
    const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as object;
    expect(body).toMatchObject({ status, code: 'BAD_REQUEST' });
  });

  it(
    `holds against ${REQUESTS} requests of seed ${SEED}`,
    async () => {
      const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: false }));
      ajv.addSchema({ $id: 'document', components: description.components });
      const compiled = new Map<Schema, ValidateFunction>();
      const fits = (schema: Schema, value: unknown) => {
        const check =
          compiled.get(schema) ??
          ajv.compile(
            JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components')) as object,
          );
        compiled.set(schema, check);
        return check(value);
      };
      const problem = description.components.schemas.Problem!;
      const found: string[] = [];
      const statuses: Record<string, number> = {};
      const asked = new Set<string>();

      const look = async (plan: Plan) => {
        const { path, body, response, type, text, curl } = await send(plan);
        const { status } = response;
        statuses[status] = (statuses[status] ?? 0) + 1;
        asked.add(`${plan.method} ${plan.template} ${status < 300}`);
        const complain = (what: string) =>
          found.push(`${what}\n  ${curl}\n  → ${status} ${type} ${text.slice(0, 300)}`);
        const json = /json/.test(type) ? parsed(text) : undefined;
        if (/json/.test(type) && json === undefined && text !== '') complain('is not the JSON that it says');
        if (status >= 500 && !(status === 503 && response.headers.has('retry-after'))) complain('is a fault');
        if (status >= 400) {
          if (!type.startsWith('application/problem+json')) complain('is no problem+json');
          else if (!fits(problem, json)) complain('is not the documented Problem');
          else {
            const { code, status: said } = json as { code: string; status: number };
            if (said !== status || STATUS[code as keyof typeof STATUS] !== status)
              complain('has a code of another status');
          }
        }
        if (INSIDE.test(text)) complain('tells of the inside');
        if (response.headers.get('x-content-type-options') !== 'nosniff') complain('lacks the security headers');
        if (!RELATED.includes(plan.who)) {
          const sent = `${path} ${body ?? ''}`;
          const betrayed = [...SECRETS, canary.id, canary.number].filter(
            // The number of a rehearsal ends as one of a case does.
            (each) => told(plan, text, json).replaceAll('R-20', '').includes(each) && !sent.includes(each),
          );
          if (betrayed.length > 0) complain(`betrays ${betrayed.join(' ')}`);
        }
        const schema =
          description.paths[plan.template]![plan.method.toLowerCase()]?.requestBody?.content['application/json']
            ?.schema;
        // The reader of bodies takes a byte order mark for what it is.
        if (status < 300 && schema && !fits(schema, parsed((body ?? '').replace(/^\ufeff/, '')))) {
          complain('took a body that the document does not allow');
        }
        if (
          plan.template.includes('/auth/') ||
          plan.template.includes('/sessions') ||
          plan.template.includes('/password')
        ) {
          await forgetGuesses();
          // It may have signed itself out, which is its right; the next request signs in again.
          if (status < 300 && plan.who !== '') api.forget(plan.who);
        }
      };
      const forgetGuesses = () => api.engine.database.owner.query(`DELETE FROM sign_in_failure`);

      const plans = plansOf(description, PEOPLE, SEED, REQUESTS);
      let next = 0;
      const line = async () => {
        while (next < plans.length && found.length < 10) await look(plans[next++]!);
      };
      const started = Date.now();
      await Promise.all(Array.from({ length: AT_ONCE }, line));
      const operations = Object.values(description.paths).reduce((sum, each) => sum + Object.keys(each).length, 0);
      process.stderr.write(
        `fuzz: seed ${SEED}, ${next} requests in ${((Date.now() - started) / 1_000).toFixed(1)} s, ${operations} operations, ` +
          `${PEOPLE.length} callers, answers ${JSON.stringify(statuses)}\n`,
      );
      expect(found.map((each) => `FUZZ_SEED=${SEED} ${each}`)).toEqual([]);
      // It asked everything, and part of it was good enough to be done: a fuzzer that is always refused finds nothing.
      const done = [...asked].filter((each) => each.endsWith('true'));
      expect(done.length).toBeGreaterThan(operations / 3);
      expect(statuses[503] ?? 0).toBeLessThan(REQUESTS / 100);
    },
    LIMIT_MS,
  );
});

/** In the sheet of the log: the number of the case is empty. */
const REFUSED_LINE = /^[^,]*,access,refused,[^,]*,[^,]*,[^,]*,,.*$/gm;

/** An auditor reads which ids people of theirs asked for in vain, as they typed them; of a case that says nothing. */
function told({ template }: Plan, text: string, json: unknown): string {
  if (template === '/api/v1/audit.csv') return text.replaceAll(REFUSED_LINE, '');
  const { items } = (json ?? {}) as { items?: { action: string; number: string | null }[] };
  if (template !== '/api/v1/audit' || !items) return text;
  return JSON.stringify(items.filter(({ action, number }) => action !== 'refused' || number !== null));
}

const latin = (text: string) => text.replaceAll(/[^\u0020-\u00ff]/g, '?');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
