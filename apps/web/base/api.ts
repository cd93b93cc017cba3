import createClient, { createQuerySerializer } from 'openapi-fetch';
import type { paths, Problem as ProblemAnswer } from '../contract.js';
import { recall, remember } from './memory.js';
import { isApart } from './rehearsing.js';

/**
 * The one way to the API: same origin, cookie session, problems as values that a screen can show. Addresses, parameters,
 * bodies and answers are those of the OpenAPI document (`contract.ts`, made by the build).
 */

/** As the API sends it, `title` and `detail` in the reader's language already. */
export interface ProblemBody extends ProblemAnswer {
  /** Seconds until the same may be tried again. */
  retryAfter?: number;
}

export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(readonly body: ProblemBody) {
    super(`${body.code}: ${body.title}`);
  }
}

/** Nobody answered: the network is down or the service is. What was sent may or may not have arrived. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

const BASE = '/api/v1';

/** The session has ended, or what is asked wants a sign-in of just now. */
export type WhyAgain = 'over' | 'unsure';

/** What the shell wants to know of every request, without the requests knowing the shell. */
export const wire = {
  language: 'zh-CN',
  /** Asks the person to sign in again and tells whether they did: then the request goes out once more. */
  signInAgain: null as ((why: WhyAgain) => Promise<boolean>) | null,
  /** How often somebody signed in again: what went out before is not asked for a second time. */
  signIns: 0,
  onReach: null as ((reached: boolean) => void) | null,
};

export interface Sending {
  /** Makes sending twice safe; made when the form opens. */
  key?: string;
  /** The seq that the person saw. */
  ifMatch?: number;
  signal?: AbortSignal;
  /** Goes out also where the page is being left. */
  keepalive?: boolean;
  /** The sign-in form itself must hear of a 401. */
  plain?: boolean;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/** The addresses of the document, below its base. */
type Paths = { [P in keyof paths as P extends `${typeof BASE}${infer Rest}` ? Rest : never]: paths[P] };
export type PathOf<M extends Method> = {
  [P in keyof Paths]: Paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof Paths];
type Operation<M extends Method, P extends PathOf<M>> = Paths[P][M & keyof Paths[P]];

type Parameters<O> = O extends { parameters: infer P } ? Pick<P, keyof P & ('path' | 'query')> : never;
/** A file goes as it is, everything else as JSON. */
type Body<O> = [O] extends [{ requestBody: { content: infer C } }]
  ? { body: C extends { 'application/json': infer B } ? B : File }
  : { body?: never };
export type Question<M extends Method, P extends PathOf<M>> = Parameters<Operation<M, P>> &
  Body<Operation<M, P>> &
  Sending;
/** A question that needs nothing but its address may be left out. */
export type Asking<M extends Method, P extends PathOf<M>> =
  Record<never, never> extends Question<M, P> ? [question?: Question<M, P>] : [question: Question<M, P>];

export type BodyOf<M extends Method, P extends PathOf<M>> = Body<Operation<M, P>>['body'];
export type QueryOf<P extends PathOf<'get'>> = NonNullable<Question<'get', P> extends { query?: infer Q } ? Q : never>;

type Done = 200 | 201 | 202 | 204;
type Answered<O> = O extends { responses: infer R }
  ? { [K in keyof R & Done]: R[K] extends { content: { 'application/json': infer A } } ? A : undefined }[keyof R & Done]
  : never;
export type Answer<M extends Method, P extends PathOf<M>> = Answered<Operation<M, P>>;

const inAddress = createQuerySerializer();
// One function for every address; its callers below are held to the document.
const send = createClient<paths>({
  baseUrl: BASE,
  credentials: 'same-origin',
  bodySerializer: (body: unknown) => (body instanceof File ? body : JSON.stringify(body)),
  // What was left empty is not asked for.
  querySerializer: (query) => inAddress(Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))),
}).request as unknown as (
  method: Method,
  path: string,
  init: object,
) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

/** Any of them, as it goes out. */
export interface AnyQuestion extends Sending {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** By how much the server's clock is ahead of this device's, at least; kept, since a page may open where nobody answers. */
const CLOCK = 'clock';
/** Dates are said in whole seconds. */
const TICK_MS = 1_000;
let aheadMs: number | null = recall(CLOCK) === null ? null : Number(recall(CLOCK));

function noteClock({ headers }: Response): void {
  const ahead = Date.parse(headers.get('date') ?? '') - Date.now();
  if (Number.isNaN(ahead) || (aheadMs !== null && Math.abs(ahead - aheadMs) <= TICK_MS)) return;
  aheadMs = ahead;
  remember(CLOCK, String(ahead));
}

/** What time it is by the server's clock, never later than that; null where it never answered here. */
export const serverNow = (): string | null =>
  aheadMs === null ? null : new Date(Date.now() + aheadMs - TICK_MS).toISOString();

/** What time it is on a case that was asked for a while ago, perhaps; a rehearsal's own is ahead. */
export function nowOn({ now }: { now: string }): string {
  const at = serverNow();
  return at !== null && now < at ? at : now;
}

/** A file is called as it is called, and not in an address, which others keep. */
const headersOf = ({ name, type }: File) => ({
  'content-type': type,
  ...(name && { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` }),
});

async function ask(method: Method, path: string, question: AnyQuestion = {}): Promise<unknown> {
  const { key, ifMatch, signal, body, keepalive = false } = question;
  const { signIns } = wire;
  const { data, error, response } = await send(method, path, {
    params: {
      path: question.path,
      query: isApart(method, path) ? { ...question.query, rehearsal: 'true' } : question.query,
    },
    body,
    signal,
    keepalive,
    headers: {
      accept: 'application/json',
      'accept-language': wire.language,
      ...(body instanceof File && headersOf(body)),
      ...(key && { 'idempotency-key': key }),
      ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
    },
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    // What is no JSON is a proxy's own page in place of an answer: something is there.
    wire.onReach?.(error instanceof SyntaxError);
    throw new Unreachable(String(error));
  });
  wire.onReach?.(true);
  noteClock(response);
  if (response.ok) return data;
  const isUnsure = (error as Partial<ProblemAnswer> | undefined)?.code === 'SIGN_IN_AGAIN';
  const why: WhyAgain | null = response.status === 401 ? 'over' : isUnsure ? 'unsure' : null;
  const isBefore = why === 'over' && signIns !== wire.signIns;
  if (why && !question.plain && (isBefore || (await wire.signInAgain?.(why)))) return ask(method, path, question);
  if (typeof error === 'string' && error !== '') throw new Unreachable(`${response.status} ${path}`);
  const retryAfter = Number(response.headers.get('retry-after') ?? 0);
  throw new Problem({
    type: '',
    title: '',
    detail: '',
    code: 'INTERNAL',
    ...(error as object),
    status: response.status,
    ...(retryAfter > 0 && { retryAfter }),
  });
}

type Ask<M extends Method> = <P extends PathOf<M>>(path: P, ...asking: Asking<M, P>) => Promise<Answer<M, P>>;
const asking =
  <M extends Method>(method: M): Ask<M> =>
  (path, ...[question]) =>
    ask(method, path, question as AnyQuestion | undefined) as ReturnType<Ask<M>>;

export const get = asking('get');
export const post = asking('post');
export const put = asking('put');
export const patch = asking('patch');
export const remove = asking('delete');

/** Who one is, without being asked to sign in where one is nobody. */
export const whoAmI = () => get('/me', { plain: true });

export const signIn = (username: string, password: string) =>
  post('/auth/login', { body: { username, password }, plain: true });

/** Of an address of the console itself; those of the API are made where they are asked. */
export const queryOf = (filter: Record<string, string | undefined>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value);
  const text = query.toString();
  return text && `?${text}`;
};

/** `crypto.randomUUID` exists only on https and localhost; a township may start on plain http. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((each) => each.toString(16).padStart(2, '0')).join('');
}
