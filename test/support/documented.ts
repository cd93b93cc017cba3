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

interface Checker {
  ajv: Ajv2020;
  validatorOf: (schema: object) => ValidateFunction;
}

const checkers = new Map<string, Checker>();

/** One a document and process: to make a checker of each schema takes longer than all that is checked by it. */
function checkerOf({ components }: ApiDocument): Checker {
  // The checker reads the words of a union's members themselves, and takes no table of them.
  const text = JSON.stringify(components, (key, value: unknown) =>
    key === 'discriminator' ? { propertyName: (value as { propertyName: string }).propertyName } : value,
  );
  const known = checkers.get(text);
  if (known) return known;
  const ajv = addFormats.default(
    new Ajv2020({ strict: false, allErrors: true, discriminator: true, code: { optimize: false } }),
  );
  ajv.addSchema({ $id: 'document', components: JSON.parse(text) as object });
  const compiled = new Map<string, ValidateFunction>();
  const checker = {
    ajv,
    validatorOf: (schema: object) => {
      const within = JSON.stringify(schema).replaceAll('"#/components', '"document#/components');
      const validate = compiled.get(within) ?? ajv.compile(JSON.parse(within) as object);
      compiled.set(within, validate);
      return validate;
    },
  };
  checkers.set(text, checker);
  return checker;
}

/** Holds answers against the OpenAPI document: what it does not describe, member by member, is a complaint. */
export class Documented {
  private readonly complaints: string[] = [];
  private told = 0;
  private readonly checker: Checker;

  constructor(private readonly document: ApiDocument) {
    this.checker = checkerOf(document);
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
    const { ajv, validatorOf } = this.checker;
    const validate = validatorOf(schema);
    if (validate(JSON.parse(payload))) return null;
    return `${status} ${ajv.errorsText(telling(validate), { dataVar: 'answer' })}`;
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
