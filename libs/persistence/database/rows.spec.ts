import { describe, expect, it } from '@jest/globals';
import type { Db } from './database.js';
import { one, rows } from './rows.js';

const answering = (answer: unknown): Db => ({ query: () => Promise.resolve(answer) }) as Db;

describe('rows', () => {
  it('are what a statement answers', async () => {
    expect(await rows(answering([{ n: 1 }, { n: 2 }]), 'SELECT')).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await rows(answering([]), 'SELECT')).toEqual([]);
  });

  it('are those of a change too, which TypeORM answers together with their count', async () => {
    expect(await rows(answering([[{ n: 1 }], 1]), 'UPDATE')).toEqual([{ n: 1 }]);
    expect(await rows(answering([[], 0]), 'DELETE')).toEqual([]);
  });
});

describe('one', () => {
  it('is the row of a statement that has just one', async () => {
    expect(await one(answering([{ n: 1 }]), 'SELECT 1 AS n')).toEqual({ n: 1 });
  });

  it.each([[[]], [[{ n: 1 }, { n: 2 }]]])('says which statement had another number of them', async (answer) => {
    await expect(one(answering(answer), '\n  SELECT n\n  FROM t')).rejects.toThrow(
      `not one row but ${answer.length}: SELECT n FROM t`,
    );
  });
});
