import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CARRIED, ECHOED, factsOf, type Saying } from '../../apps/web/parts/refusal-facts.js';
import { en } from '../../apps/web/words/en.js';
import { zh } from '../../apps/web/words/zh.js';

/** The names of what rules say beside a code: `refuse('SAME_DEPARTMENT', { to })` says `to`. */
function factsOfTheCore(): string[] {
  const files = readdirSync('libs/domain', { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && each.name.endsWith('.ts') && !each.name.endsWith('.spec.ts'))
    .map((each) => readFileSync(join(each.parentPath, each.name), 'utf8'));
  const said = files.flatMap((text) =>
    [...text.matchAll(/refuse\('[A-Z_]+', \{([^}]*)\}/g)].map(([, facts]) => facts!),
  );
  const names = said.flatMap((facts) => facts.split(',').map((each) => /^\s*(\w+)\s*(?::|$)/.exec(each)?.[1] ?? ''));
  return [...new Set(names.filter(Boolean))];
}

const saying = (t: Saying['t']): Saying => ({
  t,
  listed: (names) => names.join(' '),
  name: (id) => `office ${id}`,
  person: (id) => `person ${id}`,
  moment: (at) => `moment ${at}`,
});

describe('what a refusal carries', () => {
  it('falls away nowhere: each is told, or is what its reader named themselves', () => {
    const known: readonly string[] = [...CARRIED, ...ECHOED];
    const carried = factsOfTheCore();
    expect(carried).toEqual(expect.arrayContaining(['earliest', 'sides', 'openVisits', 'latest']));
    expect(carried.filter((name) => !known.includes(name))).toEqual([]);
    expect(CARRIED.filter((name) => (ECHOED as readonly string[]).includes(name))).toEqual([]);
  });

  it.each([
    [
      'EXTENSION_EXHAUSTED',
      { by: { amount: 3, unit: 'workingDays' }, left: 0, approver: 'head' },
      [zh.limit({ amount: 3, unit: 'workingDays' }), '0', zh.post.head],
    ],
    ['VISIT_TOO_EARLY', { n: 1, earliest: 'x' }, ['moment x']],
    [
      'SIDES_MISSING',
      { n: 2, sides: ['applicant', 'respondent'] },
      [`${zh.partyRole.applicant} ${zh.partyRole.respondent}`],
    ],
    [
      'SELF_APPROVAL',
      { decider: { departmentId: 'centre', role: 'supervisor' } },
      [`office centre ${zh.role.supervisor}`],
    ],
    ['VISITS_OPEN', { openVisits: [1, 3] }, [`${zh.dispute.visitNo(1)} ${zh.dispute.visitNo(3)}`]],
    ['NOT_EXTENDABLE', { kind: 'watch', kinds: ['handle', 'plan'] }, [`${zh.kind.handle} ${zh.kind.plan}`]],
    ['LEGAL_NOTICES', { kinds: [Object.keys(zh.notice)[0]] }, [Object.values(zh.notice)[0]]],
    ['CHECK_OPEN', { openChecks: [] }, []],
  ])('is said in words: %s', (code, facts, texts) => {
    const problem = { type: '', title: '', detail: '', status: 409, code, ...facts } as never;
    expect(factsOf(problem, saying(zh)).map(({ text }) => text)).toEqual(texts);
    // Each with its label, in either language.
    for (const t of [zh, en]) {
      expect(factsOf(problem, saying(t)).map(({ label, text }) => [label, text])).toEqual(
        texts.map(() => [expect.stringMatching(/\S/), expect.not.stringMatching(/undefined/)]),
      );
    }
  });
});
