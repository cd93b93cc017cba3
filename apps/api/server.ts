import 'reflect-metadata';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import { ConsoleLogger, Logger, RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { loadConfig, logLevels, type Config } from '#config/config.js';
import { ApiModule } from './api.module.js';
import { leaveBodiesUnread, letRestGoBy } from './http/body.js';
import { servePages } from './console/pages.js';
import { compressAnswers } from './http/compression.js';
import { documentOf } from './http/document.js';
import { answerBroken, answerUnroutable } from './problems/problem.filter.js';
import { BorderPipe } from './http/strict.js';

/** A line that has said no more than this of its headers is closed; how long a body may take is a matter of its route. */
const HEADERS_MS = 15_000;
/** What waits its turn before it is read is cut off at last. */
const WAITING_MS = 60_000;
const DOCS = '/docs';
const DOCS_PAGE = [DOCS, `${DOCS}/`];

/**
 * The whole API as an application that is ready to listen; tests make theirs of the same.
 *
 * @param pages whether the console and the readable page are served too: what serves files cannot be loaded by jest on
 *   Node 20
 */
export async function createServer(config: Config, pages = true): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    forceCloseConnections: true,
    requestTimeout: config.FILE_BODY_SECONDS * 1000 + WAITING_MS,
    http: { headersTimeout: HEADERS_MS, connectionsCheckingInterval: HEADERS_MS / 3 },
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerBroken,
    trustProxy: config.TRUSTED_PROXIES ?? false,
  });
  leaveBodiesUnread(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(config), adapter, {
    logger: new ConsoleLogger({ json: true, logLevels: logLevels(config) }),
    bodyParser: false,
    // What is wrong is said, and ends the process, where the process begins (`configOfProcess`).
    abortOnError: false,
  });
  await app.register(fastifyCookie);
  // It only brings the counters: who is counted for what is decided once it is known who calls.
  await app.register(fastifyRateLimit, { global: false });
  await app.register(fastifyHelmet, {
    // Plain http is for a local machine: in production PUBLIC_URL is https.
    hsts: config.PUBLIC_URL?.startsWith('https:') ?? false,
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    },
  });
  keepOutOfCaches(adapter.getInstance());
  compressAnswers(adapter.getInstance());
  letRestGoBy(adapter.getInstance(), config);
  tellOfProxies(adapter.getInstance());
  if (pages) letDocsHaveStyles(adapter.getInstance());
  addressRoutes(app);
  app.useGlobalPipes(new BorderPipe());
  // OpenAPI 3.1 at /api/v1/openapi.json, a readable page at /docs.
  SwaggerModule.setup(DOCS, app, () => documentOf(app), { jsonDocumentUrl: 'api/v1/openapi.json', ui: pages });
  if (pages) await servePages(app);
  return app;
}

/** The document without a server: nothing is connected to, nothing listens. */
export async function describeServer(): Promise<OpenAPIObject> {
  const config = loadConfig({ DATABASE_READER_URL: 'postgres://nowhere' });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(config), new FastifyAdapter(), {
    preview: true,
    logger: false,
  });
  addressRoutes(app);
  return documentOf(app);
}

/**
 * A proxy that nobody named hides everybody behind its own address, and one person's guesses slow all of them. Said once;
 * whoever sends the header themselves learns nothing by it.
 */
function tellOfProxies(fastify: FastifyInstance): void {
  let told = false;
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { remoteAddress } = request.socket;
    if (!told && request.headers['x-forwarded-for'] !== undefined && request.ip === remoteAddress) {
      told = true;
      new Logger('api').warn(`TRUSTED_PROXIES: does not name ${remoteAddress}, which says whom it forwards for`);
    }
    done();
  });
}

/** What the API answers is of people and of now: no browser and no proxy keeps it, unless a route says how. */
function keepOutOfCaches(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) {
      void reply.header('cache-control', 'no-store');
    }
    done();
  });
}

/** The readable page of the document is swagger's own, with a style sheet inside; nothing of ours is shown on it. */
function letDocsHaveStyles(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const policy = reply.getHeader('content-security-policy');
    if (DOCS_PAGE.includes(request.routeOptions.url ?? '') && typeof policy === 'string') {
      void reply.header('content-security-policy', policy.replace("style-src 'self'", "$& 'unsafe-inline'"));
    }
    done();
  });
}

function addressRoutes(app: NestFastifyApplication): void {
  app.setGlobalPrefix('api/v1', {
    exclude: ['livez', 'readyz', 'version', 'metrics', 'docs/problems'].map((path) => ({
      path,
      method: RequestMethod.GET,
    })),
  });
}
