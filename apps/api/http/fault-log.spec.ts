import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { QueryFailedError } from 'typeorm';
import { FaultLog, causesOf } from './fault-log.js';
import { Problem } from './problem.js';

describe('the log of what was absent', () => {
  let lines: string[];
  let log: FaultLog;
  beforeEach(() => {
    jest.useFakeTimers();
    lines = [];
    const write = (line: string) => void lines.push(line);
    log = new FaultLog({ warn: write, error: write });
  });
  afterEach(() => void jest.useRealTimers());

  const refused = (port = 5432) =>
    Object.assign(new Error(`connect ECONNREFUSED 127.0.0.1:${port}`), { code: 'ECONNREFUSED' });

  it('names what caused it, down to the last, and no value that was asked with', () => {
    const said = Object.assign(new Error('cannot execute INSERT in a read-only transaction'), { code: '25006' });
    const failed = new QueryFailedError('SELECT $1', ['甘守田'], said);
    expect(causesOf(new Problem('UNAVAILABLE', {}, 3, failed))).toBe(
      'Problem: UNAVAILABLE [UNAVAILABLE] < QueryFailedError: cannot execute INSERT in a read-only transaction [25006]' +
        ' < Error: cannot execute INSERT in a read-only transaction [25006]',
    );
    expect(causesOf(new AggregateError([refused()]))).toContain('connect ECONNREFUSED 127.0.0.1:5432 [ECONNREFUSED]');
    expect(causesOf('gone')).toBe('gone');
    const circle: { message: string; cause?: unknown } = { message: 'round' };
    circle.cause = circle;
    expect(causesOf(circle).length).toBeLessThan(200);
  });

  it('tells a cause in full once a second, and every reference', () => {
    const references = Array.from({ length: 1_000 }, () => randomUUID());
    for (const each of references) log.tell(each, 'UNAVAILABLE', 'GET /api/v1/inbox', refused());
    log.tell('other', 'UNAVAILABLE', 'GET /api/v1/inbox', new Error('timeout exceeded when trying to connect'));
    jest.advanceTimersByTime(1_000);
    expect(lines.filter((line) => line.includes('ECONNREFUSED'))).toEqual([
      `${references[0]} UNAVAILABLE GET /api/v1/inbox: Error: connect ECONNREFUSED 127.0.0.1:5432 [ECONNREFUSED]`,
    ]);
    expect(lines).toHaveLength(7);
    expect(lines.at(-1)).toMatch(new RegExp(`^199 more like ${references[0]}: `));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(8_000);
    for (const each of references) expect(lines.join(' ')).toContain(each);
    // The next second begins anew; another port is no other cause.
    log.tell('later', 'UNAVAILABLE', 'GET /api/v1/board', refused(5433));
    expect(lines.at(-1)).toContain('later UNAVAILABLE GET /api/v1/board: Error: connect ECONNREFUSED 127.0.0.1:5433');
  });

  it('tells at once, and where, what nobody expects', () => {
    for (const each of ['a', 'b']) log.tell(each, 'INTERNAL', 'GET /', new Error('no such row'));
    expect(lines).toEqual([
      expect.stringMatching(/^a Error: no such row\n +at /),
      expect.stringMatching(/^b Error: no such row\n +at /),
    ]);
  });

  it('keeps nothing for itself when the process ends', () => {
    for (const each of ['a', 'b', 'c']) log.tell(each, 'UNAVAILABLE', 'GET /', refused());
    log.flush();
    expect(lines.at(-1)).toBe('2 more like a: b c');
    jest.advanceTimersByTime(5_000);
    expect(lines).toHaveLength(2);
  });
});
