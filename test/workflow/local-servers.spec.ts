import { createServer } from 'node:net';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTemporal } from '../../apps/local/servers.js';
import { Township } from '../support/township.js';

/** What the local start does when the Temporal server ends before it serves. */
describe('the local Temporal server', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'local-servers-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** In its place: notes each try, and says what the real one says when a port is taken; `then` comes last. */
  const program = (then: string): string => {
    const file = join(folder, 'temporal');
    const tries = join(folder, 'tries');
    writeFileSync(file, `#!/bin/sh\necho x >> '${tries}'\n${then}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const tries = () => readFileSync(join(folder, 'tries'), 'utf8').trim().split('\n').length;
  const busy = `echo 'Error: listen tcp 127.0.0.1:7233: address already in use'; exit 1`;

  it('is tried again where a port was taken from it', async () => {
    const real = process.env.TEMPORAL_CLI_PATH ?? 'temporal';
    const count = `$(wc -l < '${join(folder, 'tries')}')`;
    const server = await startTemporal({
      binary: program(`[ ${count} -gt 2 ] || { ${busy}; }\nexec '${real}' "$@"`),
    });
    expect(tries()).toBe(3);
    await server.stop();
  });

  it('tells why it did not start when it never does', async () => {
    await expect(startTemporal({ binary: program(busy) })).rejects.toThrow(
      'the Temporal server did not start: exit code 1; Error: listen tcp 127.0.0.1:7233: address already in use',
    );
    expect(tries()).toBe(6);
  });
});

describe('the local PostgreSQL', () => {
  it('tells why it did not start, and the start ends', async () => {
    const taken = createServer();
    await new Promise<void>((listens) => taken.listen(0, '127.0.0.1', listens));
    const { port } = taken.address() as { port: number };
    const town = new Township({ POSTGRES_PORT: String(port) });
    await expect(town.start()).rejects.toThrow(
      'PostgreSQL did not start: could not bind IPv4 address "127.0.0.1": Address already in use; could not create any',
    );
    expect(await town.stop()).toBe(1);
    taken.close();
    await town.remove();
  });
});
