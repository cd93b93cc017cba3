import type { Description, Schema } from './fuzz.js';

/** No list of words, no moment, no id or whatever else a pattern holds; or what takes anything. */
const isFree = ({ type, enum: words, const: word, format, pattern, anyOf, oneOf }: Schema) =>
  (type === 'string' && !words && word === undefined && !format && !pattern) ||
  (!type && !words && word === undefined && !anyOf && !oneOf);

/**
 * Puts a word of its own into every member of a body that takes whatever somebody types, as the OpenAPI document says, also
 * where it is optional: so that a member of tomorrow is sown, too.
 */
export class Sowing {
  /** The word, and the member that it was put into. */
  readonly words = new Map<string, string>();

  constructor(private readonly document: Description) {}

  /** Every member that takes free text, such as `POST /disputes parties[].name`. */
  members(): string[] {
    return Object.entries(this.document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).flatMap((method) => {
        const route = `${method.toUpperCase()} ${path.replace('/api/v1', '')}`;
        const schema = this.schemaOf(route);
        return schema ? this.membersOf(schema, `${route} `) : [];
      }),
    );
  }

  /** @param given what is no free text, and objects and lists that have some */
  body<T extends object>(route: string, given: T): T {
    const schema = this.schemaOf(route);
    if (!schema) throw new Error(`${route} takes no body`);
    return this.sown(schema, given, `${route} `) as T;
  }

  private schemaOf(route: string): Schema | undefined {
    const [method = '', path = ''] = route.split(' ');
    return this.document.paths[`/api/v1${path}`]?.[method.toLowerCase()]?.requestBody?.content['application/json']
      ?.schema;
  }

  private resolved(schema: Schema): Schema {
    return schema.$ref ? this.resolved(this.document.components.schemas[schema.$ref.split('/').at(-1)!]!) : schema;
  }

  private membersOf(given: Schema, at: string): string[] {
    const schema = this.resolved(given);
    const deeper = [
      ...(schema.anyOf ?? schema.oneOf ?? []).map((each) => this.membersOf(each, at)),
      ...(schema.items ? [this.membersOf(schema.items, `${at}[]`)] : []),
      ...(typeof schema.additionalProperties === 'object'
        ? [this.membersOf(schema.additionalProperties, `${at}.*`)]
        : []),
      ...Object.entries(schema.properties ?? {}).map(([name, each]) =>
        this.membersOf(each, at.endsWith(' ') ? `${at}${name}` : `${at}.${name}`),
      ),
    ];
    return [...new Set([...(isFree(schema) ? [at] : []), ...deeper.flat()])];
  }

  private sown(given: Schema, value: unknown, at: string): unknown {
    const schema = this.resolved(given);
    if ([schema, ...(schema.anyOf ?? [])].some((each) => isFree(this.resolved(each)))) return this.wordFor(at);
    if (schema.items) {
      const items = schema.items;
      const list = value ?? (isFree(this.resolved(items)) ? [null] : undefined);
      return Array.isArray(list) ? list.map((each) => this.sown(items, each, `${at}[]`)) : list;
    }
    if (!schema.properties || (value === undefined && !at.endsWith(' '))) return value;
    const members = Object.entries(schema.properties).map(([name, each]) => [
      name,
      this.sown(each, (value as Record<string, unknown>)[name], at.endsWith(' ') ? `${at}${name}` : `${at}.${name}`),
    ]);
    return { ...(value as object), ...Object.fromEntries(members.filter(([, each]) => each !== undefined)) };
  }

  private wordFor(member: string): string {
    const n = String(this.words.size).padStart(4, '0');
    // By their figures people are found again: whatever is made of those is looked for, too.
    const word = /(phone|idNumber)$/.test(member) ? `1397761${n}` : `播种第${n}号`;
    this.words.set(word, member);
    return word;
  }
}
