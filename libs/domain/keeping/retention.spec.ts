import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_RETENTION,
  RETENTION_KINDS,
  retainedUntil,
  retentionLimit,
  retentionProblems,
  retentionRule,
  type RetentionRule,
} from './retention.js';

const rule = (years: number | null): RetentionRule => ({ kind: 'case', years, source: 'x' });
const of = (grade: 'red' | 'blue' | null, category: 'neighbours' | 'land-title') =>
  retentionRule(DEFAULT_RETENTION, 'case', { grade, category }).years;

describe('the table of retention', () => {
  it('keeps red cases and titles for ever, others for thirty years', () => {
    expect([
      of('red', 'neighbours'),
      of('blue', 'land-title'),
      of('blue', 'neighbours'),
      of(null, 'neighbours'),
    ]).toEqual([null, null, 30, 30]);
  });

  it('counts whole years, to the last of February where there is no 29th', () => {
    expect(retainedUntil(rule(30), '2026-11-23T02:00:00.000Z')).toBe('2056-11-23T02:00:00.000Z');
    expect(retainedUntil(rule(1), '2028-02-29T02:00:00.000Z')).toBe('2029-02-28T02:00:00.000Z');
    expect(retainedUntil(rule(null), '2028-02-29T02:00:00.000Z')).toBeNull();
    expect(retentionLimit(rule(2), '2026-11-23T02:00:00.000Z')).toBe('2024-11-23T02:00:00.000Z');
    expect(retentionLimit(rule(null), '2026-11-23T02:00:00.000Z')).toBeNull();
  });

  it('that ships makes sense, with a source for every number', () => {
    expect(retentionProblems(DEFAULT_RETENTION)).toEqual([]);
    for (const { source } of DEFAULT_RETENTION.rules) expect(source.length).toBeGreaterThan(10);
    expect(new Set(DEFAULT_RETENTION.rules.map(({ kind }) => kind))).toEqual(new Set(RETENTION_KINDS));
  });

  it('that makes no sense is refused with every problem at once', () => {
    const [, , all, item, log, notice] = DEFAULT_RETENTION.rules as [
      RetentionRule,
      RetentionRule,
      RetentionRule,
      RetentionRule,
      RetentionRule,
      RetentionRule,
    ];
    const rules = [
      all,
      { ...all, grades: ['red' as const] },
      { ...item, years: 0, grades: ['red' as const] },
      { ...log, years: 0 },
    ];
    const problems = retentionProblems({ rules: [...rules, notice] });
    expect(problems.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/rules/1 NEVER_REACHED',
      '/rules/2 CASES_ONLY',
      '/rules/2/years AT_LEAST_A_YEAR',
      '/rules/3/years AT_LEAST_A_YEAR',
      '/rules KIND_MISSING',
      '/rules KIND_MISSING',
      '/rules KIND_MISSING',
    ]);
  });
});
