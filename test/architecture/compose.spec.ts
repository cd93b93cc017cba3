import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';

interface Service {
  entrypoint?: unknown[];
  command?: unknown;
  environment?: Record<string, unknown>;
  healthcheck?: { test: unknown[] };
  secrets?: string[];
}
interface Compose {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
}

/** What Docker Compose itself refuses, as far as it was seen to: there is no Docker where the tests run. */
describe('docker/compose.yml', () => {
  const { services, secrets } = load(readFileSync('docker/compose.yml', 'utf8')) as Compose;
  const each = Object.entries(services);

  it.each(each)('says of %s in strings what is run', (_name, { entrypoint = [], command = [], healthcheck }) => {
    const said = [...entrypoint, ...[command].flat(), ...(healthcheck?.test ?? [])];
    expect(said.filter((part) => typeof part !== 'string')).toEqual([]);
  });

  it('gives each service what it names, and the image nothing of it', () => {
    expect(each.length).toBeGreaterThan(5);
    // What services share stands under the key of a merge.
    const values = each.flatMap(([, { environment: { '<<': shared = {}, ...own } = {} }]) =>
      Object.values<unknown>({ ...(shared as object), ...own }),
    );
    expect(values.filter((value) => !['string', 'number', 'boolean'].includes(typeof value))).toEqual([]);
    expect(each.flatMap(([, { secrets: named = [] }]) => named).filter((name) => !(name in secrets))).toEqual([]);
    const ignored = readFileSync('docker/Dockerfile.dockerignore', 'utf8').split('\n');
    for (const { file } of Object.values(secrets)) expect(ignored).toContain(`docker/${file.split('/')[1]}`);
    expect(ignored).toContain('docker/.env');
  });

  it('is named by each call that the documents show', () => {
    const documents = readdirSync('docs', { encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
    const pages = [...documents.map((name) => `docs/${name}`), 'README.md', 'docker/compose.yml'];
    const calls = pages.flatMap((page) => readFileSync(page, 'utf8').match(/docker compose .*/g) ?? []);
    expect(calls.length).toBeGreaterThan(4);
    expect(calls.filter((call) => !call.startsWith('docker compose -f docker/compose.yml '))).toEqual([]);
  });
});
