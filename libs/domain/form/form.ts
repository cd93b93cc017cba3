import { isObject, own, Spot, type Problem, type Shape } from './shapes.js';

/** A document described by one row a member: check, schema, documentation and lists of its places come from the rows. */

export interface Field<C = unknown> {
  /**
   * `leg.total`; `{grade}` stands for each word of a closed list, `[]` for each row of a list, `?` for what may be absent:
   * `visits.{grade}[].after`, `routing[].village?`. The row of a list itself ends in `[]`.
   */
  path: string;
  shape: Shape<C>;
  /** The functions that read it. A member that nobody reads is a promise that nobody keeps. */
  readBy: readonly string[];
  label: { zh: string; en: string };
  /** Where what ships of it comes from. */
  source: Source;
  /** The same of some words of its first wildcard, where it is not the same of all. */
  sources?: Readonly<Record<string, Source>>;
}

/** What the law says, what is done somewhere and was published, or what was chosen for this product; as people read it. */
export interface Source {
  kind: 'law' | 'practice' | 'ours';
  zh: string;
  en: string;
}

/** A closed list of names; `must` where each of them has to be there. */
export interface Names {
  words: readonly string[];
  must: boolean;
}

/** One place of a document that a field describes. */
export interface Place {
  /** `visits.blue.0.after` */
  path: string;
  /** What stands there for the wildcards, in order: `['blue', '0']`. */
  keys: string[];
  value: unknown;
  /** The object that it is a member of. */
  beside: Record<string, unknown>;
}

interface Node<C> {
  field?: Field<C>;
  members: Map<string, { node: Node<C>; optional: boolean }>;
  /** Members whose names are words of closed lists. */
  named: { names: Names; node: Node<C> }[];
  rows?: Node<C>;
}

const empty = <C>(): Node<C> => ({ members: new Map(), named: [] });
const isLeaf = <C>(node: Node<C>) => !node.rows && node.members.size === 0 && node.named.length === 0;

export class Form<C = unknown> {
  private readonly root: Node<C> = empty();
  private readonly wildcards = new Map<string, Node<C>>();

  /** @param names the closed lists behind the wildcards of the paths */
  constructor(
    readonly fields: readonly Field<C>[],
    readonly names: Readonly<Record<string, Names>>,
  ) {
    for (const field of fields) this.place(field);
  }

  private place(field: Field<C>): void {
    let node = this.root;
    let path = '';
    for (const part of field.path.split('.')) {
      path += `.${part}`;
      const [, name, isList, optional] = /^(.*?)(\[\])?(\?)?$/.exec(part)!;
      node = name!.startsWith('{')
        ? this.wildcard(node, name!.slice(1, -1), path.replace(/\[\]$/, ''))
        : member(node, name!, optional !== undefined);
      const isEnd = path.slice(1) === field.path;
      if (isList && !isEnd) node = node.rows ??= empty();
      else if (isList) node.rows ??= empty();
    }
    node.field = field;
  }

  private wildcard(node: Node<C>, name: string, path: string): Node<C> {
    const known = this.wildcards.get(path);
    if (known) return known;
    const names = this.names[name];
    if (!names) throw new Error(`no list is called ${name}`);
    const next = empty<C>();
    node.named.push({ names, node: next });
    this.wildcards.set(path, next);
    return next;
  }

  /** Every reason why a document is not of this form, all at once. Takes anything. */
  check(document: unknown, context: C): Problem[] {
    const spot = new Spot(context);
    if (isObject(document)) check(this.root, document, spot);
    else spot.say('REQUIRED', 'must be an object');
    return spot.problems;
  }

  /** The form as JSON Schema 2020-12. */
  schema(): Record<string, unknown> {
    return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schemaOf(this.root) };
  }

  /** Where a document of this form has such a member, in the order of the document. */
  places(document: object, path: string): Place[] {
    const parts = path.replaceAll('?', '').replaceAll('[]', '.[]').split('.');
    const from: Place = { path: '', keys: [], value: document, beside: {} };
    return parts.reduce<Place[]>((places, part) => places.flatMap((place) => this.step(place, part)), [from]);
  }

  private step({ path, keys, value }: Place, part: string): Place[] {
    if (typeof value !== 'object' || value === null) return [];
    const isWild = part === '[]' || part.startsWith('{');
    const names = part.startsWith('{') ? this.names[part.slice(1, -1)] : undefined;
    // Words that all have to be there in their own order, others as the document has them.
    const known = names?.must ? names.words : Object.keys(value).filter((key) => names?.words.includes(key) ?? true);
    const found = isWild ? known : [part];
    return found
      .filter((key) => Object.hasOwn(value, key))
      .map((key) => ({
        path: path === '' ? key : `${path}.${key}`,
        keys: isWild ? [...keys, key] : keys,
        value: own(value, key),
        beside: value as Record<string, unknown>,
      }));
  }
}

function member<C>(node: Node<C>, name: string, optional: boolean): Node<C> {
  const known = node.members.get(name);
  if (known) return known.node;
  const next = empty<C>();
  node.members.set(name, { node: next, optional });
  return next;
}

/** Goes on with nothing where a container is missing, so that each of its parts is named. */
function check<C>(node: Node<C>, value: unknown, spot: Spot<C>): void {
  if (isLeaf(node)) return node.field!.shape.check(value, spot);
  if (node.rows) return checkRows(node, node.rows, value, spot);
  if (!isObject(value)) spot.say('REQUIRED', 'must be an object');
  const object = isObject(value) ? value : {};
  for (const [name, { node: inner, optional }] of node.members) {
    const found = own(object, name);
    if (!optional || found !== undefined) check(inner, found, spot.at(name));
  }
  for (const { names, node: inner } of node.named) {
    for (const name of names.words) {
      if (names.must || Object.hasOwn(object, name)) check(inner, own(object, name), spot.at(name));
    }
  }
  refuseOthers(node, object, spot);
  if (isObject(value)) node.field?.shape.check(value, spot);
}

function checkRows<C>(node: Node<C>, row: Node<C>, value: unknown, spot: Spot<C>): void {
  if (!Array.isArray(value)) return spot.say('REQUIRED', 'must be a list');
  const before = spot.problems.length;
  node.field?.shape.check(value, spot);
  const isTooLong = spot.problems.slice(before).some(({ code }) => code === 'TOO_MANY');
  if (!isTooLong) value.forEach((each, index) => check(row, each, spot.at(index)));
}

function refuseOthers<C>(node: Node<C>, object: Record<string, unknown>, spot: Spot<C>): void {
  const words = node.named.flatMap(({ names }) => names.words);
  for (const name of Object.keys(object)) {
    if (node.members.has(name) || words.includes(name)) continue;
    if (words.length > 0) spot.at(name).say('UNKNOWN_WORD', `must be one of ${words.join(', ')}`);
    else spot.at(name).say('UNKNOWN_MEMBER', 'nobody reads it');
  }
}

function schemaOf<C>(node: Node<C>): Record<string, unknown> {
  const { field } = node;
  const said = field && {
    title: `${field.label.zh} ${field.label.en}`,
    description: `${field.source.kind}: ${field.source.zh} ${field.source.en}`,
  };
  if (isLeaf(node)) return { ...said, ...field!.shape.schema };
  if (node.rows) return { ...said, type: 'array', items: schemaOf(node.rows), ...field?.shape.schema };
  const members = [...node.members].map(([name, inner]) => ({
    name,
    schema: schemaOf(inner.node),
    must: !inner.optional,
  }));
  const named = node.named.flatMap(({ names, node: inner }) =>
    names.words.map((name) => ({ name, schema: schemaOf(inner), must: names.must })),
  );
  const all = [...members, ...named];
  return {
    ...said,
    type: 'object',
    properties: Object.fromEntries(all.map(({ name, schema }) => [name, schema])),
    required: all.filter(({ must }) => must).map(({ name }) => name),
    additionalProperties: false,
    ...field?.shape.schema,
  };
}
