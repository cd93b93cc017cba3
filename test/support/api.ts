import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '#config/config.js';
import { documentOf } from '../../apps/api/http/document.js';
import { createServer } from '../../apps/api/server.js';
import type { TestDatabase } from './database.js';
import { Documented, type ApiDocument } from './documented.js';
import { Engine, MASTER_KEY } from './engine.js';
import { Tokens } from './tokens.js';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

type Env = Record<string, string>;

/**
 * The API over a real engine, listening on a port of its own, with people signed in. Whatever it answers, to whomever,
 * must be as its OpenAPI document says: the call fails that was answered otherwise, and the whole file.
 */
export class Api {
  private readonly tokens = new Tokens(() => this.url);

  private constructor(
    readonly engine: Engine,
    readonly app: NestFastifyApplication,
    readonly url: string,
    private readonly documented: Documented,
  ) {}

  /** @param env what differs; asked where it depends on the database that was made for it */
  static async start(env: Env | ((database: TestDatabase) => Promise<Env>) = {}, port = 0): Promise<Api> {
    const engine = await Engine.start();
    const app = await createServer(
      loadConfig({
        MASTER_KEY,
        DATABASE_READER_URL: engine.database.readerUrl,
        TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS,
        TEMPORAL_TASK_QUEUE: engine.taskQueue,
        REHEARSALS: 'on',
        RATE_LIMITS: 'off',
        ...(typeof env === 'function' ? await env(engine.database) : env),
      }),
      false,
    );
    const documented = new Documented(documentOf(app) as unknown as ApiDocument);
    documented.watch(app);
    await app.listen(port, '127.0.0.1');
    return new Api(engine, app, await app.getUrl(), documented);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.engine.stop();
    this.documented.tellAll();
  }

  /** @param who a demo username; nobody when empty */
  async call<T = Record<string, unknown>>(
    who: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const token = who === '' ? null : await this.token(who);
    const response = await fetch(
      `${this.url}${path.startsWith('/api') || path.startsWith('/livez') ? '' : '/api/v1'}${path}`,
      {
        method,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      },
    );
    const text = await response.text();
    this.documented.tell();
    // What the router itself refuses reaches no hook; a problem it must be all the same.
    if (response.status >= 400) {
      const type = response.headers.get('content-type') ?? undefined;
      const given = { method, route: undefined, url: new URL(response.url).pathname, status: response.status, type };
      const complaint = this.documented.complaintOf({ ...given, payload: text });
      if (complaint) throw new Error(`${method} ${path}: ${complaint}`);
    }
    const json = /json/.test(response.headers.get('content-type') ?? '');
    const content: unknown = text === '' ? null : json ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body: content as T };
  }

  get<T = Record<string, unknown>>(who: string, path: string, headers?: Record<string, string>) {
    return this.call<T>(who, 'GET', path, undefined, headers);
  }

  post<T = Record<string, unknown>>(who: string, path: string, body: unknown, headers?: Record<string, string>) {
    return this.call<T>(who, 'POST', path, body, headers);
  }

  token(who: string): Promise<string> {
    return this.tokens.of(who);
  }

  /** This person's calls go with this token. */
  know(who: string, token: string): void {
    this.tokens.know(who, token);
  }

  /** The next call of this person signs in anew. */
  forget(who: string): void {
    this.tokens.forget(who);
  }
}
