import 'reflect-metadata';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import { ConsoleLogger, RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { loadConfig, logLevels, type Config } from '#config/config.js';
import { MOST_FILE_BYTES } from '#domain/files.js';
import { FILE_TYPES } from '#domain/words.js';
import { ApiModule } from './api.module.js';
import { servePages } from './console/pages.js';
import { documentOf } from './document.js';
import { Problem } from './problem.js';
import { answerBroken, answerUnroutable } from './problem.filter.js';
import { BorderPipe } from './strict.js';

const BODY_LIMIT = 512 * 1024;
const DOCS = '/docs';
const DOCS_PAGE = [DOCS, `${DOCS}/`];
const FORM = 'application/x-www-form-urlencoded';
const FILES_ROUTE = '/api/v1/disputes/:id/files';
const FORM_ROUTE = '/api/v1/auth/oidc/backchannel-logout';

/**
 * The whole API as an application that is ready to listen; tests make theirs of the same.
 *
 * @param pages whether the console and the readable page are served too: what serves files cannot be loaded by jest on
 *   Node 20
 */
export async function createServer(config: Config, pages = true): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerBroken,
    trustProxy: config.TRUSTED_PROXIES ?? false,
  });
  // JSON only, read by Fastify itself: forms and plain texts, which a foreign page can send unasked, are answered with 415.
  adapter.getInstance().removeContentTypeParser('text/plain');
  // The one form that is taken is an identity provider's, which proves itself by what is in it.
  adapter.getInstance().addContentTypeParser(FORM, { parseAs: 'string' }, (request, body, done) => {
    if (request.routeOptions.url !== FORM_ROUTE) return done(new Problem('UNSUPPORTED_MEDIA_TYPE'));
    done(null, Object.fromEntries(new URLSearchParams(body as string)));
  });
  // Files come as themselves; a foreign page cannot send these types unasked.
  const most = { parseAs: 'buffer', bodyLimit: MOST_FILE_BYTES } as const;
  adapter.getInstance().addContentTypeParser([...FILE_TYPES], most, (request, body, done) => {
    if (request.routeOptions.url !== FILES_ROUTE) return done(new Problem('UNSUPPORTED_MEDIA_TYPE'));
    done(null, body);
  });
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
    // Plain http on a local machine: whoever puts TLS in front sets HSTS there.
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
