import type { Description, Schema } from './fuzz.js';

/** As the whole of a link, as the rest of one, as an attribute's end, as an element. */
export const SCRIPT = `javascript:ran(1)//"><img src=x onerror=ran(2)><svg onload=ran(3)>`;
/** Codes, paths and versions that a page goes by; nobody types them. */
const TYPED_BY_NOBODY =
  /(^|\.)(id|code|path|pointer|type|version|by|userId|departmentId|desk|holder|number|next|region)$|Id$|Ids\[\]$/;

/** A text that somebody typed: no list of words, no moment, no id or whatever else a pattern holds. */
const isFree = ({ type, enum: words, const: word, format, pattern }: Schema) =>
  (type === 'string' || (Array.isArray(type) && type.includes('string'))) &&
  !words &&
  word === undefined &&
  !format &&
  !pattern;

/** The answers of the API as its document describes them, with a script in whatever somebody typed. */
export class Armed {
  /** The members that were given one. */
  readonly members = new Set<string>();

  constructor(private readonly document: Description) {}

  private resolved(schema: Schema): Schema {
    return schema.$ref ? this.resolved(this.document.components.schemas[schema.$ref.split('/').at(-1)!]!) : schema;
  }

  /** What an answer of this address is made of; null where the document knows none. */
  answerOf(path: string): Schema | null {
    const fits = (each: string) => new RegExp(`^${each.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
    const route =
      Object.keys(this.document.paths).find((each) => each === path) ?? Object.keys(this.document.paths).find(fits);
    const operation =
      route === undefined ? undefined : (this.document.paths[route]!.get as unknown as Answers | undefined);
    return operation?.responses['200']?.content?.['application/json']?.schema ?? null;
  }

  /** The same value with a script in every free text. */
  armed(given: Schema, value: unknown, at = ''): unknown {
    const schema = this.resolved(given);
    if (typeof value === 'string') {
      const kinds = [schema, ...(schema.anyOf ?? schema.oneOf ?? []).map((each) => this.resolved(each))];
      if (TYPED_BY_NOBODY.test(at) || !kinds.some(isFree)) return value;
      this.members.add(at);
      return SCRIPT;
    }
    if (typeof value !== 'object' || value === null) return value;
    const kinds = [schema, ...(schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []).map((each) => this.resolved(each))];
    if (Array.isArray(value)) {
      const items = kinds.find((each) => each.items)?.items;
      return items ? value.map((each) => this.armed(items, each, `${at}[]`)) : value;
    }
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => {
        const member = kinds.map((kind) => kind.properties?.[name]).find((kind) => kind !== undefined);
        const rest = kinds.map((kind) => kind.additionalProperties).find((kind) => typeof kind === 'object');
        const of = member ?? rest;
        return [name, of ? this.armed(of as Schema, each, at === '' ? name : `${at}.${name}`) : each];
      }),
    );
  }
}

interface Answers {
  responses: Record<string, { content?: Record<string, { schema: Schema }> } | undefined>;
}
