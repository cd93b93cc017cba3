/** By what a list is sorted, all of it one way; the last makes the order stable. */
export interface Order {
  by: readonly string[];
  way: 'ASC' | 'DESC';
}

export const orderBy = ({ by, way }: Order): string => `ORDER BY ${by.map((each) => `${each} ${way}`).join(', ')}`;

/** What a list is narrowed by. A value is a parameter of the statement and never its text. */
export class Conditions {
  private readonly all: string[] = [];

  constructor(readonly parameters: unknown[] = []) {}

  /** Takes a value into the parameters and answers its place, `$3`. */
  place = (value: unknown): string => `$${this.parameters.push(value)}`;

  /** One more condition, made of the place of its value; none where the value is missing. */
  add(condition: (place: string) => string, value: unknown): void {
    if (value !== undefined) this.demand(condition(this.place(value)));
  }

  demand(condition: string): void {
    this.all.push(condition);
  }

  /** Only what comes behind a place in an order, which is what its columns are there. */
  demandBeyond({ by, way }: Order, place: readonly unknown[]): void {
    this.demand(`(${by.join(', ')}) ${way === 'ASC' ? '>' : '<'} (${place.map(this.place).join(', ')})`);
  }

  /** All of them, for WHERE. */
  get where(): string {
    return this.all.length > 0 ? this.all.join(' AND ') : 'true';
  }
}
