import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Where the build lays the console, seen from `dist/apps/api/console`. */
const FOLDER = fileURLToPath(new URL('../../../web', import.meta.url));
const YEAR_SECONDS = 31_536_000;

/**
 * The console at `/`: files with a hash in their name for ever, its one page afresh each time, for every address that is
 * not the API's. The module is loaded late: jest on Node 20 cannot load it.
 */
export async function servePages(app: NestFastifyApplication): Promise<void> {
  if (!existsSync(FOLDER)) return;
  const { default: fastifyStatic } = await import('@fastify/static');
  await app.register(fastifyStatic, {
    root: join(FOLDER, 'assets'),
    prefix: '/assets/',
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/');
      void reply.header('cache-control', hashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
    },
  });
  const fastify = app.getHttpAdapter().getInstance();
  // The service worker stands above all pages; a browser asks for it afresh, so that no old one stays.
  fastify.get('/sw.js', (_request: FastifyRequest, reply: FastifyReply) => reply.sendFile('sw.js', FOLDER));
  fastify.get('/*', (request: FastifyRequest, reply: FastifyReply) => {
    // Its own address is the console's whoever asks; elsewhere only who wants a page gets one.
    const isHome = /^\/(\?|$)/.test(request.url);
    const isPage = !request.url.startsWith('/api/') && request.headers.accept?.includes('text/html');
    if (!isHome && !isPage) return reply.callNotFound();
    return reply.sendFile('index.html', FOLDER);
  });
}
