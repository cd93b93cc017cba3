import { createServer, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { Bare } from '../bare.js';
import { Table } from './table.js';

/** What stands behind a door: begins a case, and takes it one step on. */
interface Cases {
  begin(body: object): Promise<string>;
  step(id: string, verb: string, body: object): Promise<boolean | void>;
}

async function bareAt(address: string): Promise<Cases> {
  const connection = await Connection.connect({ address });
  const bare = new Bare(new Client({ connection }), 'limitedWorkflow', []);
  return {
    begin: (body) => bare.begin(JSON.stringify(body)),
    step: (id, _verb, body) => bare.step(id, JSON.stringify(body)),
  };
}

async function bodyOf(request: IncomingMessage): Promise<object> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part as string;
  return JSON.parse(text) as object;
}

async function answerTo(cases: Cases, request: IncomingMessage): Promise<object> {
  const [, , id, verb] = request.url!.split('/');
  const body = await bodyOf(request);
  if (!id || !verb) return { id: await cases.begin(body) };
  return { id, closed: (await cases.step(id, verb, body)) ?? null };
}

/** The least that HTTP can be: POST /cases, POST /cases/{id}/{verb}. A process of its own, of `table` or of `bare`. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [kind, where, port] = process.argv.slice(2) as [string, string, string];
  const cases: Cases = kind === 'table' ? await Table.open(where) : await bareAt(where);
  createServer((request, response) => {
    answerTo(cases, request)
      .then(
        (answer) => [200, answer] as const,
        (error: Error) => [409, { error: error.message }] as const,
      )
      .then(([status, answer]) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      })
      .catch(console.error);
  }).listen(Number(port), '127.0.0.1', () => console.log('ready'));
}
