import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '../errors.js';
import { mayFound, demandNew, regionsKnownTo, REGION_ID } from './regions.js';
import { administers, departmentProblems, personProblems, successionProblems, type House } from './staffing.js';
import { Tree, type Region } from './tree.js';
import type { Role } from '../words.js';
import { account, department as place } from '../../../test/support/staff.js';

const department = (id: string, parentId: string | null, region: string | null = null) =>
  place(id, parentId, { region });
const REGIONS: Region[] = [
  { id: 'default', name: '云溪县', prefix: '', begun: true },
  { id: 'heshan', name: '河山县', prefix: 'HESHAN-', begun: true },
  { id: 'jiangbei', name: '江北县', prefix: 'JIANGBEI-', begun: false },
  { id: 'nanlu', name: '南麓县', prefix: 'NANLU-', begun: false },
];
const PLACES = [
  department('county', null, 'default'),
  department('town', 'county'),
  department('heshan-county', null, 'heshan'),
  department('heshan-town', 'heshan-county'),
  department('jiangbei-county', null, 'jiangbei'),
];
const PEOPLE = [
  account('admin', 'county', ['admin']),
  account('auditor', 'county', ['auditor']),
  account('town-admin', 'town', ['admin']),
  account('heshan-admin', 'heshan-county', ['admin']),
];
const tree = new Tree(new Map(PLACES.map((each) => [each.id, each])), PEOPLE, new Date(0), REGIONS);
const who = (id: string) => tree.actorOf(PEOPLE.find((each) => each.id === id)!);
const ids = (regions: readonly Region[]) => regions.map(({ id }) => id);
const told = (problems: { pointer: string; code: string }[]) =>
  problems.map(({ pointer, code }) => `${pointer} ${code}`);
const house: House = {
  tree,
  departmentIds: new Set(PLACES.map(({ id }) => id)),
  usernames: new Set(),
  pending: new Map(),
};

describe('a region', () => {
  it('is that of the department at the top', () => {
    expect(['county', 'town', 'heshan-town', 'nowhere'].map((id) => tree.regionOf(id))).toEqual([
      'default',
      'default',
      'heshan',
      undefined,
    ]);
  });

  it('is made by who looks after the first one from its top, and by nobody else', () => {
    const makers = PEOPLE.filter(({ id }) => mayFound(who(id), tree)).map(({ id }) => id);
    expect(makers).toEqual(['admin']);
  });

  it('is known to its own people, and to who made it until somebody of it has signed in', () => {
    expect(ids(regionsKnownTo(who('admin'), tree))).toEqual(['default', 'jiangbei', 'nanlu']);
    for (const id of ['auditor', 'town-admin']) expect(ids(regionsKnownTo(who(id), tree))).toEqual(['default']);
    expect(ids(regionsKnownTo(who('heshan-admin'), tree))).toEqual(['heshan']);
    const seen = tree.within(regionsKnownTo(who('heshan-admin'), tree));
    expect([...seen.departments.keys()]).toEqual(['heshan-county', 'heshan-town']);
    expect(seen.accounts.map(({ id }) => id)).toEqual(['heshan-admin']);
  });

  it('is looked after by who made it until then, and no longer', () => {
    const looksAfter = (id: string) =>
      PLACES.filter((each) => administers(who(id), each.id, tree)).map((each) => each.id);
    expect(looksAfter('admin')).toEqual(['county', 'town', 'jiangbei-county']);
    expect(looksAfter('heshan-admin')).toEqual(['heshan-county', 'heshan-town']);
  });

  it('has letters and a name of its own', () => {
    const refused = (id: string, name: string) => {
      try {
        demandNew({ id, name }, REGIONS);
        return [];
      } catch (error) {
        const { code, facts } = error as DomainError;
        return [code, ...told(facts.errors as { pointer: string; code: string }[])];
      }
    };
    expect(refused('dongpo', '东坡县')).toEqual([]);
    expect(refused('heshan', '另一县')).toEqual(['REGION_TAKEN', '/id REGION_TAKEN']);
    expect(refused('dongpo', '云 溪县')).toEqual(['REGION_TAKEN', '/name REGION_TAKEN']);
    // Behind one word no number is that of another region, and `R-` is what rehearsals have.
    const fits = ['dongpo', 'a1'].filter((id) => REGION_ID.test(id));
    const unfit = ['r', 'A', 'he-shan', '1a', '', '河山', 'x'.repeat(33)].filter((id) => REGION_ID.test(id));
    expect([fits, unfit]).toEqual([['dongpo', 'a1'], []]);
  });

  const place = (id: string) => PLACES.find((each) => each.id === id)!;
  it('has one department at its top', () => {
    const first = (region: string) => told(departmentProblems(department('new', null, region), null, house));
    expect(first('nanlu')).toEqual([]);
    const namesake = { ...department('new', null, 'nanlu'), name: 'county' };
    expect(departmentProblems(namesake, null, house)).toEqual([]);
    expect(first('jiangbei')).toEqual(['/parentId PARENT_REQUIRED']);
    expect(first('nowhere')).toEqual(['/region UNKNOWN_REGION']);
    expect(told(departmentProblems(department('new', 'town', 'nanlu'), null, house))).toEqual(['/region OTHER_REGION']);
  });

  it('gives nothing away to another: no department, no person, no succession', () => {
    const moved = { ...place('town'), parentId: 'jiangbei-county' };
    expect(told(departmentProblems(moved, place('town'), house))).toEqual(['/parentId OTHER_REGION']);
    const li = { id: 'li', name: '李', departmentId: 'town', roles: ['handler'] as Role[] };
    expect(told(personProblems({ ...li, departmentId: 'jiangbei-county' }, li, house))).toEqual([
      '/departmentId OTHER_REGION',
    ]);
    const left = { cases: 0, items: 0, people: 0 };
    expect(told(successionProblems(place('town'), 'jiangbei-county', left, house))).toEqual([
      '/successorId OTHER_REGION',
    ]);
  });
});
