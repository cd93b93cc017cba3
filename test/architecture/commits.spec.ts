import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readTable } from './import-rules.js';
import { root } from '../support/pages.js';

/** What a commit says: one room, and in a line what the room does now. Rules are in CONTRIBUTING.md. */

const LONGEST = 72;
/** Rooms that are called otherwise than their folder. */
const CALLED: Record<string, string> = { workflows: 'workflow', 'libs/persistence': 'store' };
const BESIDE = ['libs', 'docker', 'docs'];
const AREAS = [...Object.keys(readTable().rooms).map((room) => CALLED[room] ?? room.split('/').at(-1)!), ...BESIDE];

/** Why a subject is none; null when it is one. */
function complaintOf(subject: string): string | null {
  const [, area] = /^([^:]+): \S/.exec(subject) ?? [];
  if (area === undefined) return `names no room: ${subject}`;
  if (!AREAS.includes(area)) return `"${area}" is no room (${AREAS.join(', ')}): ${subject}`;
  return subject.length > LONGEST ? `has ${subject.length} characters of ${LONGEST}: ${subject}` : null;
}

function git(...args: string[]): string[] | null {
  const { status, stdout } = spawnSync('git', args, { cwd: fileURLToPath(root), encoding: 'utf8' });
  return status === 0 ? stdout.split('\n').filter((line) => line !== '') : null;
}

/** All since this very check is there; none where there is no history, and from its edge on where that is cut off. */
function subjects(): string[] {
  const [first] =
    git('log', '--diff-filter=A', '--format=%H', '--', 'test/architecture/commits.spec.ts')?.slice(-1) ?? [];
  return (first && git('log', '--no-merges', '--format=%s', `${first}..HEAD`)) || [];
}

describe('the subject of a commit', () => {
  it('names one room and is a line, since this is asked for', () => {
    expect(subjects().map(complaintOf).filter(Boolean)).toEqual([]);
  });

  it.each([
    ['api: a person is deactivated with a successor', null],
    ['store: a', null],
    ['fixed it', /names no room/],
    ['api, web: two rooms', /"api, web" is no room/],
    ['persistence: called otherwise', /"persistence" is no room/],
    [`api: ${'long '.repeat(14)}`.trimEnd(), /has 74 characters/],
  ])('"%s"', (subject, said) => {
    if (said === null) expect(complaintOf(subject)).toBeNull();
    else expect(complaintOf(subject)).toMatch(said);
  });
});
