import { existsSync, readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { fileURLToPath } from 'node:url';
import { HttpCode } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiResponse, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Shapes } from './answers.js';

/** The OpenAPI document: addresses and bodies as the routes declare them, answers as each room has them (`answers.ts`). */

type MediaType = `${string}/${string}`;
type Route<T> = (...args: never[]) => T | Promise<T>;
type OnRoute<M> = <R extends M>(target: object, name: string, route: TypedPropertyDescriptor<R>) => void;

/** What a route answers where it did what was asked. A route that answers something else does not compile. */
export function Answers(status: 204): OnRoute<Route<void>>;
export function Answers<N extends keyof Shapes>(status: 200 | 201 | 202, shape: N): OnRoute<Route<Shapes[N]>>;
export function Answers(status: 200, ...media: MediaType[]): OnRoute<Route<unknown>>;
export function Answers(status: number, ...what: string[]): OnRoute<never> {
  return (target, name, route) => {
    HttpCode(status)(target, name, route);
    describeAnswer(status, what)(target, name, route);
  };
}

/** Another answer of the same route; its code sets the status. */
export function MayAnswer(status: number, ...what: (keyof Shapes | MediaType)[]) {
  return describeAnswer(status, what);
}

function describeAnswer(status: number, what: string[]): MethodDecorator {
  const content = Object.fromEntries(
    what.map((each): [string, { schema: object }] =>
      each.includes('/')
        ? [each, { schema: { type: 'string', ...(!each.startsWith('text/') && { format: 'binary' }) } }]
        : ['application/json', { schema: { $ref: `#/components/schemas/${each}` } }],
    ),
  );
  return ApiResponse({
    status,
    description: STATUS_CODES[status]!,
    ...(what.length > 0 && { content }),
  });
}

const PROBLEM = {
  description: 'A problem: malformed, not allowed, unknown, refused by a rule, or not available now',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** The schemas that the build made of all `answers.ts`. */
function shapes(): Record<string, object> {
  const places = ['../../../answers.json', '../../../dist/answers.json'];
  const found = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path));
  if (!found) throw new Error('there are no shapes of answers: run `npm run build`');
  return JSON.parse(readFileSync(found, 'utf8')) as Record<string, object>;
}

/**
 * OpenAPI 3.1 of all routes, with the answers' schemas.
 *
 * @throws Error where two schemas or two operations have one name, or the schemas were never built
 */
export function documentOf(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Dispute Circulation')
    .setDescription('Disputes that travel between departments: graded, transferred, accepted, resolved, visited.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  // What an operation is called is the name of its method: for people, and for programs that are made of the document.
  const document = SwaggerModule.createDocument(app, description, { operationIdFactory: (_room, method) => method });
  const schemas = document.components?.schemas ?? {};
  for (const [name, shape] of Object.entries(shapes())) {
    if (name in schemas) throw new Error(`a body and an answer are both called ${name}`);
    schemas[name] = shape;
  }
  document.components = { ...document.components, schemas };
  const names = new Set<string>();
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path) as { operationId: string; responses?: object }[]) {
      if (names.has(operation.operationId)) throw new Error(`two operations are called ${operation.operationId}`);
      names.add(operation.operationId);
      operation.responses = { ...operation.responses, default: PROBLEM };
    }
  }
  return document;
}
