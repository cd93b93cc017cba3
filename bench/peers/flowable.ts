import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { freePort } from '../../apps/local/servers.js';
import type { Installation } from '../installation.js';
import { stepsOf } from '../life.js';
import type { Life, Living } from '../load.js';

const PROJECT = 'bench/peers/flowable/pom.xml';
const BUILT = '.cache/flowable';
const LONGEST_BUILD_MS = 600_000;
/** As the packages' own texts say of what is too old for them: the engine is compiled for this and newer. */
const JAVA = 17;

/** Why there is no Flowable on this machine; undefined once it is built. */
export function buildFlowable(say: (line: string) => void): string | undefined {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (java.error || java.status !== 0) return 'there is no Java here';
  const version = Number(/version "(\d+)/.exec(java.stderr)?.[1] ?? 0);
  if (version < JAVA) return `it needs Java ${JAVA}, and this is ${version}`;
  if (spawnSync('mvn', ['-version']).status !== 0) return 'there is no Maven here';
  say('building Flowable with Maven (the first time it fetches 60 packages, a minute or two) …');
  const built = spawnSync('mvn', ['-q', '-B', '-f', PROJECT, 'compile', 'dependency:build-classpath'], {
    encoding: 'utf8',
    timeout: LONGEST_BUILD_MS,
  });
  if (built.status === 0) return undefined;
  const [first = 'it said nothing'] = /\[ERROR\].*/.exec(built.stdout ?? '') ?? [];
  return `Maven could not build it (${first})`;
}

/**
 * Flowable's engine in a Java process of its own over a database of its own on the same server.
 *
 * @returns its lives over HTTP, and those that the process lives by itself
 */
export async function startFlowable(installation: Installation): Promise<{ base: string; embedded: Living }> {
  await installation.owner.query(`CREATE DATABASE flowable`);
  const port = await freePort();
  const { hostname, port: databasePort, username, password } = new URL(installation.postgres.url);
  const classpath = `${BUILT}/classes:${readFileSync(`${BUILT}/classpath`, 'utf8').trim()}`;
  await installation.begin(
    'flowable',
    'java',
    // Without the first, the JDK's server keeps each answer back for what it might say next.
    [
      '-Dsun.net.httpserver.nodelay=true',
      ...['-cp', classpath, 'peer.Main'],
      ...[`jdbc:postgresql://${hostname}:${databasePort}/flowable`, username, String(port)],
    ],
    { POSTGRES_PASSWORD: password },
  );
  const base = `http://127.0.0.1:${port}`;
  const embedded: Living = async ({ clients, lives, seconds = 0 }) => {
    const steps = stepsOf(0).map(({ verb, body }) => ({ verb, body }));
    const answer = await fetch(`${base}/load`, {
      method: 'POST',
      body: JSON.stringify({ clients, lives, seconds, steps }),
    });
    const said = (await answer.json()) as number[][] | { error: string };
    if (!Array.isArray(said)) throw new Error(said.error);
    return said.map((millis): Life => ({ id: '', millis }));
  };
  return { base, embedded };
}
