import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { gzipped, takesGzip } from './compression.js';

describe('a compressed answer', () => {
  it.each([
    ['gzip', true],
    ['deflate, GZIP ; q=0.5', true],
    ['br;q=1, *;q=0.1', true],
    ['gzip;q=0', false],
    ['gzip;q=0, *', false],
    ['gzip;q=0.0, br', false],
    ['br', false],
    ['identity', false],
    ['', false],
    [undefined, false],
  ])('goes to who says %j: %j', (header, takes) => {
    expect(takesGzip(header)).toBe(takes);
  });

  it('is what was said, and its length tells nothing exact', async () => {
    const body = Buffer.from('红色'.repeat(2_000));
    const answers = await Promise.all(Array.from({ length: 60 }, () => gzipped(body)));
    for (const each of answers) expect(gunzipSync(each).equals(body)).toBe(true);
    const lengths = answers.map(({ length }) => length);
    expect(new Set(lengths).size).toBeGreaterThan(20);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(100);
  });
});
