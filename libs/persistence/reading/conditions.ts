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

  /** All of them, for WHERE. */
  get where(): string {
    return this.all.length > 0 ? this.all.join(' AND ') : 'true';
  }
}
