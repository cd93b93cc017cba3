import { createServer, type Server } from 'node:http';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Condition } from './pulse.js';

/** Without being well for so long, and with nothing that heals it, the process should be started anew. */
const PATIENCE_MS = 60_000;

/** A worker's own `/livez`, `/readyz` and `/metrics`, for whoever watches the machine; nothing of a case is in them. */
export async function openDoors(host: string, port: number, condition: Condition): Promise<Server> {
  const metrics = metricsOf(condition);
  const server = createServer((request, reply) => {
    const answer = (status: number, body: object) =>
      void reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method !== 'GET') return answer(405, { status: 'method not allowed' });
    switch (request.url?.split('?')[0]) {
      case '/livez': {
        const stuck = Date.now() - condition.wellAt > PATIENCE_MS && !condition.tasks;
        return answer(stuck ? 503 : 200, { status: stuck ? 'stuck' : 'ok' });
      }
      case '/readyz': {
        const { temporal, postgres, tasks, core } = condition;
        const ok = temporal && postgres && tasks && core;
        return answer(ok ? 200 : 503, { ok, parts: { temporal, postgres, tasks, core } });
      }
      case '/metrics':
        return void metrics
          .metrics()
          .then((text) => reply.writeHead(200, { 'content-type': metrics.contentType }).end(text));
      default:
        return answer(404, { status: 'not found' });
    }
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  return server;
}

function metricsOf(condition: Condition): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'dispute_worker_part_up',
    help: 'Whether what the worker needs is there',
    labelNames: ['part'],
    registers: [registry],
    collect() {
      for (const part of ['temporal', 'postgres', 'tasks', 'core'] as const) {
        this.set({ part }, condition[part] ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: 'dispute_clock_skew_seconds',
    help: 'How far the clock of this process is ahead of that of PostgreSQL',
    registers: [registry],
    collect() {
      this.set(condition.skewMs / 1_000);
    },
  });
  return registry;
}
