import { describe, expect, it } from '@jest/globals';
import { matchColumns, NEEDED, type Column } from '#domain/sheet/columns.js';
import { IMPORT_KINDS } from '#domain/words.js';
import { HEAD_WORDS, headIn } from '#lexicon/heads.js';
import { en } from '../../apps/web/words/en.js';
import { zh } from '../../apps/web/words/zh.js';

/** Whoever begins a sheet as the console shows it has begun one that is taken. */
describe.each(IMPORT_KINDS)('the sample of %s', (kind) => {
  it.each([
    ['zh-CN', zh],
    ['en', en],
  ] as const)('in %s has heads that are known, and all that are needed', (language, words) => {
    const columns = Object.keys(words.imports.samples[kind]) as Column[];
    expect(columns).toEqual(expect.arrayContaining([...NEEDED[kind]]));
    const heads = columns.map((column) => headIn(kind, column, language));
    const matched = matchColumns(kind, heads, HEAD_WORDS[kind]);
    expect(matched).toEqual(Object.fromEntries(columns.map((column, place) => [column, place])));
  });
});
