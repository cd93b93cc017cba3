/** What a member of a document may be, as values: each shape checks, says itself in JSON Schema, and names itself. */

export interface Problem {
  /** JSON Pointer into the document. */
  pointer: string;
  code: string;
  detail: string;
}

/** So many problems are told at once; a document that has more has others than its author. */
const MOST_PROBLEMS = 1000;

/** Where a check stands in a document. `context` is what it needs to know of the world outside. */
export class Spot<C> {
  constructor(
    readonly context: C,
    readonly problems: Problem[] = [],
    readonly pointer = '',
  ) {}

  at(key: string | number): Spot<C> {
    const escaped = String(key).replaceAll('~', '~0').replaceAll('/', '~1');
    return new Spot(this.context, this.problems, `${this.pointer}/${escaped}`);
  }

  say(code: string, detail: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ pointer: this.pointer, code, detail });
  }
}

export interface Shape<C = unknown> {
  /** For documentation, in no language: `1 … 20`, `phone | in-person`. */
  says: string;
  check(value: unknown, spot: Spot<C>): void;
  /** JSON Schema 2020-12; what needs the world outside it cannot say. */
  schema: Record<string, unknown>;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that the document itself has: nothing that every object inherits. */
export function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

export function word(words: readonly string[]): Shape {
  return {
    says: words.join(' | '),
    schema: { enum: words },
    check(value, spot) {
      if (typeof value === 'string' && words.includes(value)) return;
      spot.say('UNKNOWN_WORD', `must be one of ${words.join(', ')}`);
    },
  };
}

export function count(least: number, most: number): Shape {
  return {
    says: `${least} … ${most}`,
    schema: { type: 'integer', minimum: least, maximum: most },
    check(value, spot) {
      if (!isWhole(value) || value < least) spot.say('OUT_OF_RANGE', `must be a whole number of at least ${least}`);
      else if (value > most) spot.say('OUT_OF_RANGE', `must be at most ${most}`);
    },
  };
}

/** A number that survives JSON: no -0. */
export function isWhole(value: unknown): value is number {
  return Number.isInteger(value) && !Object.is(value, -0);
}

/** A number that need not be whole, between two ends that count. */
export function share(least: number, most: number, detail: string): Shape {
  return {
    says: `${least} … ${most}, parts of it too`,
    schema: { type: 'number', minimum: least, maximum: most },
    check(value, spot) {
      const lies = typeof value === 'number' && value >= least && value <= most && !Object.is(value, -0);
      if (!lies) spot.say('OUT_OF_RANGE', detail);
    },
  };
}

export function text(most: number, detail = 'must be a text'): Shape {
  return {
    says: `1 … ${most} characters`,
    schema: { type: 'string', minLength: 1, maxLength: most },
    check(value, spot) {
      if (typeof value !== 'string' || value === '') spot.say('REQUIRED', detail);
      else if ([...value.slice(0, 2 * most + 1)].length > most) spot.say('TOO_LONG', `at most ${most} characters`);
      // PostgreSQL takes neither of them, and nobody types one on purpose.
      else if (value.includes('\u0000') || !value.isWellFormed()) spot.say('NOT_STORABLE', 'cannot be stored');
    },
  };
}

export const flag: Shape = {
  says: 'true | false',
  schema: { type: 'boolean' },
  check(value, spot) {
    if (typeof value !== 'boolean') spot.say('REQUIRED', 'must be true or false');
  },
};

interface Size {
  least?: number;
  most: number;
  /** What to say of a list that is too short. */
  empty?: readonly [code: string, detail: string];
  /** The members that make two rows the same; all of them where none is named. */
  distinct?: readonly string[];
}

/** How many rows a list has, and that no two are the same. What each row is its own fields say. */
export function rows({ least = 0, most, empty = ['REQUIRED', 'must not be empty'], distinct }: Size): Shape {
  return {
    says: `list of ${least} … ${most}`,
    schema: { type: 'array', minItems: least, maxItems: most },
    check(value, spot) {
      const list = value as readonly unknown[];
      if (list.length < least) spot.say(...empty);
      if (list.length > most) return spot.say('TOO_MANY', `at most ${most}`);
      const seen = new Set<string>();
      list.forEach((row, index) => {
        const name = JSON.stringify(
          distinct && isObject(row) ? distinct.map((key) => own(row, key) ?? null) : (row ?? null),
        );
        if (seen.has(name)) spot.at(index).say('DUPLICATE', 'stands here twice');
        seen.add(name);
      });
    },
  };
}

/** A list of values of one shape, each of them once. */
export function listOf<C>(shape: Shape<C>, size: Size): Shape<C> {
  const whole = rows(size);
  return {
    says: `${whole.says}: ${shape.says}`,
    schema: { ...whole.schema, items: shape.schema, uniqueItems: true },
    check(value, spot) {
      if (!Array.isArray(value)) return spot.say('REQUIRED', 'must be a list');
      whole.check(value, spot);
      value.slice(0, size.most).forEach((each, index) => shape.check(each, spot.at(index)));
    },
  };
}
