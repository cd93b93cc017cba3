/** A number of an answer, and the address of the list that is to be as long. */
export interface Numbered {
  address: string;
  n: number;
}

const BASE = /^\/api\/v1/;

interface Told {
  link?: string;
  wholeLink?: string;
  value?: number | null;
  part?: number;
  whole?: number;
  /** Of a line of the board, of each of its numbers. */
  lists?: Record<string, string>;
}

/** Every number of an answer that has an address, in its order. */
export function numbersIn(answer: unknown): Numbered[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const { link, wholeLink, value, part, whole, lists } = answer as Told;
  const found: [string, number][] = [];
  if (link !== undefined && wholeLink !== undefined) found.push([link, part!], [wholeLink, whole!]);
  else if (link !== undefined && typeof value === 'number') found.push([link, value]);
  for (const [name, address] of Object.entries(lists ?? {})) {
    found.push([address, (answer as Record<string, number>)[name]!]);
  }
  const deeper = Object.values(answer).flatMap(numbersIn);
  return [...found.map(([address, n]) => ({ address: address.replace(BASE, ''), n })), ...deeper];
}
