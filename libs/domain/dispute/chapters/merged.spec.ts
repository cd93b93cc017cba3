import { describe, expect, it } from '@jest/globals';
import { merged } from './merged.js';

type Table = Record<'a' | 'b', () => number>;

describe('the table of all chapters', () => {
  it('holds the lines of each', () => {
    const table: Table = merged({ a: () => 1 }, { b: () => 2 });
    expect([table.a(), table.b()]).toEqual([1, 2]);
  });

  it('is refused by the compiler where a line is missing or stands twice', () => {
    // @ts-expect-error nobody tells of `b`
    const missing: Table = merged({ a: () => 1 });
    // @ts-expect-error two chapters tell of `a`
    const twice: Table = merged({ a: () => 1 }, { a: () => 2, b: () => 3 });
    expect([missing, twice]).toHaveLength(2);
  });
});
