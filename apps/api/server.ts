import 'reflect-metadata';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import { ConsoleLogger, RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { logLevels, type Config } from '#config/config.js';
import { MOST_FILE_BYTES } from '#domain/files.js';
import { FILE_TYPES } from '#domain/words.js';
import { ApiModule } from './api.module.js';
import { servePages } from './console/pages.js';
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
    trustProxy: config.TRUSTED_PROXIES?.split(',').map((each) => each.trim()) ?? false,
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
  app.setGlobalPrefix('api/v1', {
    exclude: ['livez', 'readyz', 'version', 'metrics', 'docs/problems'].map((path) => ({
      path,
      method: RequestMethod.GET,
    })),
  });
  app.useGlobalPipes(new BorderPipe());
  describe(app, pages);
  if (pages) await servePages(app);
  return app;
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

/** RFC 9457, as the filter answers it. */
const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'The rule, and what can be done next, in the language of the caller' },
    code: { type: 'string', description: 'Stable; /docs/problems lists them all' },
    reference: { type: 'string', description: 'Of a fault, for the administrator' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};
const PROBLEM_RESPONSE = {
  description: 'A problem: malformed, not allowed, unknown, refused by a rule, or not available now',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** OpenAPI 3.1 at /api/v1/openapi.json, a readable page at /docs. */
function describe(app: NestFastifyApplication, pages: boolean): void {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Dispute Circulation')
    .setDescription('Disputes that travel between departments: graded, transferred, accepted, resolved, visited.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = () => {
    const made = SwaggerModule.createDocument(app, description);
    made.components = { ...made.components, schemas: { ...made.components?.schemas, Problem: PROBLEM } };
    for (const path of Object.values(made.paths)) {
      for (const operation of Object.values(path) as { responses?: object }[]) {
        operation.responses = { ...operation.responses, default: PROBLEM_RESPONSE };
      }
    }
    return made;
  };
  SwaggerModule.setup(DOCS, app, document, {
    jsonDocumentUrl: 'api/v1/openapi.json',
    ui: pages,
  });
}
