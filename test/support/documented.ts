import { gunzipSync } from 'node:zlib';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

interface Answering {
  content?: Record<string, { schema: object }>;
}

export interface ApiDocument {
  paths: Record<string, Record<string, { responses: Record<string, Answering> }>>;
  components: { schemas: Record<string, object> };
}

export interface Given {
  method: string;
  /** As Fastify knows it, `/api/v1/disputes/:id`; undefined where there is no such route. */
  route: string | undefined;
  url: string;
  status: number;
  type: string | undefined;
  payload: unknown;
}

const BASE = '/api/v1/';
const ITSELF = '/api/v1/openapi.json';

/** Holds answers against the OpenAPI document: what it does not describe, member by member, is a complaint. */
export class Documented {
  private readonly complaints: string[] = [];
  private told = 0;
  private readonly ajv = addFormats.default(
    new Ajv2020({ strict: false, allErrors: true, discriminator: true, code: { optimize: false } }),
  );
  private readonly compiled = new Map<object, ValidateFunction>();

  constructor(private readonly document: ApiDocument) {
    // The checker reads the words of a union's members themselves, and takes no table of them.
    const components = JSON.stringify(document.components, (key, value: unknown) =>
      key === 'discriminator' ? { propertyName: (value as { propertyName: string }).propertyName } : value,
    );
    this.ajv.addSchema({ $id: 'document', components: JSON.parse(components) as object });
  }

  /** Looks at everything that an application sends, whoever asked for it. */
  watch(app: NestFastifyApplication): void {
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onSend', (request, reply, payload, done) => {
        const { method, url, routeOptions } = request;
        const type = reply.getHeader('content-type') as string | undefined;
        const complaint = this.complaintOf({
          method,
          url,
          route: routeOptions.url,
          status: reply.statusCode,
          type,
          payload: plainOf(payload, reply.getHeader('content-encoding')),
        });
        if (complaint) this.complaints.push(`${method} ${url}: ${complaint}`);
        done(null, payload);
      });
  }

  /** Throws what was not told yet. */
  tell(): void {
    const news = this.complaints.slice(this.told);
    this.told = this.complaints.length;
    if (news.length > 0) throw new Error(`not as documented:\n${news.join('\n')}`);
  }

  /** Throws all of it, also what a test may have caught. */
  tellAll(): void {
    this.told = 0;
    this.tell();
  }

  complaintOf({ method, route, url, status, type, payload }: Given): string | null {
    if (!url.startsWith(BASE) || route === ITSELF || method === 'HEAD') return null;
    const template = route?.replaceAll(/:(\w+)/g, '{$1}');
    const operation = template === undefined ? undefined : this.document.paths[template]?.[method.toLowerCase()];
    // An address that is none has a problem too, the same as everywhere.
    const problem: Answering = {
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
    if (status < 400 && !operation) return `${status} from a route that is not in the document`;
    const answering = status < 400 ? operation!.responses[status] : (operation?.responses.default ?? problem);
    if (!answering) return `${status} is no answer of this route`;
    if (!answering.content) return isEmpty(payload) ? null : `${status} has a body`;
    const media = type?.split(';')[0] ?? '';
    const schema = answering.content[media]?.schema;
    if (!schema) return `${status} is ${media || 'nothing'} instead of ${Object.keys(answering.content).join(' or ')}`;
    if (!media.endsWith('json')) return null;
    if (typeof payload !== 'string') return `${status} is no text`;
    const validate = this.validatorOf(schema);
    if (validate(JSON.parse(payload))) return null;
    return `${status} ${this.ajv.errorsText(telling(validate), { dataVar: 'answer' })}`;
  }

  private validatorOf(schema: object): ValidateFunction {
    const known = this.compiled.get(schema);
    if (known) return known;
    const within = JSON.stringify(schema).replaceAll('"#/components', '"document#/components');
    const made = this.ajv.compile(JSON.parse(within) as object);
    this.compiled.set(schema, made);
    return made;
  }
}

const isEmpty = (payload: unknown) => payload === undefined || payload === null || payload === '';

/** Of a union every branch complains: those of another kind are left out, and what lies deepest comes first. */
function telling({ errors }: ValidateFunction) {
  const all = errors ?? [];
  const branchOf = ({ schemaPath }: ErrorObject) => /^.*?\/anyOf\/\d+/.exec(schemaPath)?.[0];
  const others = new Set(all.filter(({ keyword }) => keyword === 'const').map(branchOf));
  others.delete(undefined);
  return all
    .filter((error) => !others.has(branchOf(error)))
    .map((error) =>
      error.keyword === 'additionalProperties'
        ? { ...error, message: `must not have ${String(error.params.additionalProperty)}` }
        : error,
    )
    .sort((a, b) => b.instancePath.length - a.instancePath.length)
    .slice(0, 5);
}

/** As it was before it was compressed on its way. */
function plainOf(payload: unknown, encoding: unknown): unknown {
  return encoding === 'gzip' ? gunzipSync(payload as Buffer).toString() : payload;
}
