import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../apps/local/servers.js';

/** A real Keycloak for a test: on loopback, with its development database in a folder that goes with it. */

const VERSION = '26.5.6';
const ADMIN = { username: 'admin', password: 'of a trial only' };
const READY_MS = 240_000;

const runs = (program: string, ...args: string[]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** `KEYCLOAK_HOME`, or the archive that Maven keeps or fetches; a sentence where it cannot be had. */
export function findKeycloak(): { home: string } | { archive: string } | { why: string } {
  if (!runs('java', '-version')) return { why: 'Keycloak needs Java 17 or newer, and there is no java' };
  const home = process.env.KEYCLOAK_HOME;
  if (home) return existsSync(join(home, 'bin/kc.sh')) ? { home } : { why: `KEYCLOAK_HOME has no Keycloak: ${home}` };
  const folder = join(homedir(), '.m2/repository/org/keycloak/keycloak-quarkus-dist', VERSION);
  const archive = join(folder, `keycloak-quarkus-dist-${VERSION}.tar.gz`);
  if (existsSync(archive)) return { archive };
  const artifact = `-Dartifact=org.keycloak:keycloak-quarkus-dist:${VERSION}:tar.gz`;
  const get = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get';
  if (runs('mvn', '-q', '-B', get, artifact, '-Dtransitive=false') && existsSync(archive)) return { archive };
  return {
    why: `there is no Keycloak: name one by KEYCLOAK_HOME, or let Maven fetch keycloak-quarkus-dist ${VERSION}`,
  };
}

export class Keycloak {
  private constructor(
    private readonly folder: string,
    private readonly server: ChildProcess,
    readonly url: string,
  ) {}

  static async start(found: { home: string } | { archive: string }): Promise<Keycloak> {
    const folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-keycloak-'));
    // A copy of its own: it writes into its folder what it was built for.
    if ('archive' in found) execFileSync('tar', ['xzf', found.archive, '-C', folder]);
    else execFileSync('cp', ['-R', found.home, folder]);
    const home = join(folder, readdirSync(folder)[0]!);
    const port = await freePort();
    const server = spawn(
      join(home, 'bin/kc.sh'),
      ['start-dev', '--http-host=127.0.0.1', `--http-port=${port}`, '--cache=local'],
      {
        // A group of its own: the script starts java, and both have to end.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
          KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
          JAVA_OPTS_KC_HEAP: '-Xms128m -Xmx768m',
        },
      },
    );
    const keycloak = new Keycloak(folder, server, `http://127.0.0.1:${port}`);
    let said = '';
    const hear = (part: Buffer) => (said = (said + part.toString()).slice(-4_000));
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    await new Promise<void>((ready, fail) => {
      const late = setTimeout(() => fail(new Error(`Keycloak never became ready:\n${said}`)), READY_MS);
      server.once('exit', (code) => fail(new Error(`Keycloak ended with ${code}:\n${said}`)));
      server.stdout.on('data', () => {
        if (!said.includes('Listening on:')) return;
        clearTimeout(late);
        ready();
      });
    }).catch(async (error: unknown) => {
      await keycloak.stop();
      throw error;
    });
    return keycloak;
  }

  /** Good for a minute, which a busy machine lets go by between two calls. */
  private async token(): Promise<string> {
    const body = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...ADMIN });
    const answer = await fetch(`${this.url}/realms/master/protocol/openid-connect/token`, { method: 'POST', body });
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  /** Its administration, `/realms/…`. */
  async admin<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.url}/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${await this.token()}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async stop(): Promise<void> {
    const { pid, exitCode, signalCode } = this.server;
    if (pid && exitCode === null && signalCode === null) {
      const exited = new Promise((done) => this.server.once('exit', done));
      process.kill(-pid, 'SIGTERM');
      await exited;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
