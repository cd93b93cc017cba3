import 'reflect-metadata';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import { ConsoleLogger, RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { logLevels, type Config } from '#config/config.js';
import { ApiModule } from './api.module.js';
import { BorderPipe } from './strict.js';

const BODY_LIMIT = 512 * 1024;

/**
 * The whole API as an application that is ready to listen; tests make theirs of the same.
 *
 * @param pages whether the readable page is served too: what serves files cannot be loaded by jest on Node 20
 */
export async function createServer(config: Config, pages = true): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    trustProxy: config.TRUSTED_PROXIES?.split(',').map((each) => each.trim()) ?? false,
  });
  // JSON only, read by Fastify itself: forms and plain texts, which a foreign page can send unasked, are answered with 415.
  adapter.getInstance().removeContentTypeParser('text/plain');
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(config), adapter, {
    logger: new ConsoleLogger({ json: true, logLevels: logLevels(config) }),
    bodyParser: false,
  });
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, {
    // Plain http on a local machine: whoever puts TLS in front sets HSTS there.
    hsts: config.PUBLIC_URL?.startsWith('https:') ?? false,
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    },
  });
  app.setGlobalPrefix('api/v1', {
    exclude: ['livez', 'readyz', 'version', 'metrics', 'docs/problems'].map((path) => ({
      path,
      method: RequestMethod.GET,
    })),
  });
  app.useGlobalPipes(new BorderPipe());
  describe(app, pages);
  return app;
}

/** OpenAPI 3.1 at /api/v1/openapi.json, a readable page at /docs. */
function describe(app: NestFastifyApplication, pages: boolean): void {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Dispute Circulation')
    .setDescription('Disputes that travel between departments: graded, transferred, accepted, resolved, visited.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, description), {
    jsonDocumentUrl: 'api/v1/openapi.json',
    ui: pages,
  });
}
