import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { advisoriesOf, licencesOf } from '../../apps/local/audit.mjs';

const advisory = (severity: string, id = 'GHSA-aaaa-bbbb-cccc') => ({
  source: 1,
  name: 'left',
  title: 'Prototype pollution',
  url: `https://github.com/advisories/${id}`,
  severity,
  range: '<2.0.0',
});
const report = (...via: unknown[]) => ({ auditReportVersion: 2, vulnerabilities: { left: { severity: 'high', via } } });

describe('the audit of packages', () => {
  it('names what is high or critical, once, and nothing below', () => {
    const found = advisoriesOf(
      report(advisory('high'), advisory('high'), 'other', advisory('moderate', 'GHSA-x')),
      [],
      '2026-11-23',
    );
    expect(found).toEqual(['GHSA-aaaa-bbbb-cccc (high) in left <2.0.0: Prototype pollution']);
  });

  it('lets an exception pass until its day', () => {
    const exceptions = [{ id: 'GHSA-aaaa-bbbb-cccc', until: '2026-12-01', reason: 'not reached' }];
    expect(advisoriesOf(report(advisory('critical')), exceptions, '2026-12-01')).toEqual([]);
    expect(advisoriesOf(report(advisory('critical')), exceptions, '2026-12-02')).toHaveLength(1);
  });

  it('takes what is no report for none, not for a clean one', () => {
    expect(advisoriesOf(null, [], '2026-11-23')).toBeNull();
    expect(advisoriesOf({ message: '405 Method Not Allowed', statusCode: 405 }, [], '2026-11-23')).toBeNull();
    expect(advisoriesOf({ vulnerabilities: {} }, [], '2026-11-23')).toEqual([]);
  });

  it('names packages that run with us under a licence that nobody allowed', () => {
    const packages = {
      '': { license: 'Apache-2.0' },
      'node_modules/a': { license: 'MIT' },
      'node_modules/b': { license: 'AGPL-3.0-only' },
      'node_modules/c': { license: '(GPL-2.0 OR MIT)' },
      'node_modules/d': { license: 'MIT AND SSPL-1.0' },
      'node_modules/e': {},
      'node_modules/f': { license: 'AGPL-3.0-only', dev: true },
      'node_modules/a/node_modules/@g/h': { license: 'Elastic-2.0' },
    };
    const found = ['b: AGPL-3.0-only', 'd: MIT AND SSPL-1.0', 'e: names no licence', '@g/h: Elastic-2.0'];
    expect(licencesOf({ packages }, [])).toEqual(found);
    expect(licencesOf({ packages }, [{ package: 'b', licence: 'AGPL-3.0-only' }])).toEqual(found.slice(1));
  });

  it('finds none in this tree, and every exception has a reason and a date', () => {
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, object[]>;
    const exceptions = read('apps/local/audit-exceptions.json');
    expect(licencesOf(read('package-lock.json'), exceptions['licences'])).toEqual([]);
    for (const each of exceptions['licences']!)
      expect(each).toMatchObject({ reason: expect.any(String), since: expect.any(String) });
    for (const each of exceptions['advisories']!)
      expect(each).toMatchObject({ reason: expect.any(String), until: expect.any(String) });
  });
});
