// Are the packages that the product runs with known to be vulnerable, and may they be given on? Plain Node.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What may be used and given on without further duty than to name it. */
const LICENCES = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'],
  ...['Unlicense', 'CC0-1.0', 'Python-2.0'],
]);
const SEVERE = ['high', 'critical'];
const PATIENCE_MS = 20_000;

/** Advisories of a report of `npm audit --json` that count and are no known exception; null where it is no report. */
export function advisoriesOf(report, exceptions, today) {
  if (typeof report?.vulnerabilities !== 'object') return null;
  const found = new Map();
  for (const [name, { via }] of Object.entries(report.vulnerabilities)) {
    for (const each of via) {
      // A text names another package of this list, whose own advisory counts.
      if (typeof each === 'string' || !SEVERE.includes(each.severity)) continue;
      const id = each.url.split('/').at(-1);
      const known = exceptions.find((one) => one.id === id && one.until >= today);
      if (!known) found.set(id, `${id} (${each.severity}) in ${name} ${each.range}: ${each.title}`);
    }
  }
  return [...found.values()];
}

/** Packages of the lock file that the product runs with and whose licence nobody has allowed. */
export function licencesOf(lock, exceptions) {
  const allowed = (licence) =>
    typeof licence === 'string' &&
    licence
      .replaceAll(/[()]/g, '')
      .split(' OR ')
      .some((choice) => choice.split(' AND ').every((each) => LICENCES.has(each)));
  return (
    Object.entries(lock.packages)
      .filter(([path, { dev, license }]) => path !== '' && !dev && !allowed(license))
      .map(([path, { license }]) => [path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), license])
      // The parts of one program for each machine bear one name with an asterisk.
      .filter(
        ([name, license]) =>
          !exceptions.some(
            (one) =>
              one.licence === (license ?? null) &&
              (one.package.endsWith('*') ? name.startsWith(one.package.slice(0, -1)) : one.package === name),
          ),
      )
      .map(([name, license]) => `${name}: ${license ?? 'names no licence'}`)
  );
}

function reportOfNpm() {
  return new Promise((done) => {
    const args = ['audit', '--omit=dev', '--json', '--audit-level=high'];
    execFile('npm', args, { timeout: PATIENCE_MS, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => {
      try {
        done(JSON.parse(stdout));
      } catch {
        done(null);
      }
    });
  });
}

/**
 * @param strict whether an advisory fails the run. The tests only tell of it: the same sources must not pass one day and
 *   fail the next. `check:full`, which is run before something is released, fails.
 * @returns whether nothing is wrong; a registry that gives no report is said, and is no fault of the sources
 */
export async function audit(say, strict) {
  const exceptions = JSON.parse(readFileSync('apps/local/audit-exceptions.json', 'utf8'));
  const report = await reportOfNpm();
  const advisories = advisoriesOf(report, exceptions.advisories, new Date().toISOString().slice(0, 10));
  const licences = licencesOf(JSON.parse(readFileSync('package-lock.json', 'utf8')), exceptions.licences);
  if (advisories === null) {
    say(`vulnerabilities: NOT CHECKED, the registry gave no report (${report?.statusCode ?? 'no answer'})`);
  } else {
    say(`vulnerabilities: ${advisories.length === 0 ? 'none known that are high or critical' : 'FOUND'}`);
  }
  say(`licences: ${licences.length === 0 ? 'ok' : 'NOT ALLOWED'}`);
  const problems = [...(advisories ?? []), ...licences];
  for (const each of problems) say(`  ${each}`);
  if (problems.length > 0) say('  change the package, or name it with a reason in apps/local/audit-exceptions.json');
  return licences.length === 0 && (!strict || problems.length === 0);
}
