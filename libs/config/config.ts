import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { NotThere } from './patience.js';
import { RATES, SECRETS, schema, type RateKind, type Secret } from './settings.js';

/**
 * The configuration: typed, frozen, and the only reader of the environment. A secret may also come from a file named
 * by the variable with `_FILE` behind it.
 */
export type Config = Readonly<
  z.infer<typeof schema> & {
    SEED: 'demo' | 'township' | 'none';
    RATE_LIMITS: Record<RateKind, number> | null;
    /** The configuration as it is now: files may have changed since the start. */
    reread(): Config;
  }
>;

export const TEMPORAL_SECRETS = [
  'TEMPORAL_TLS_CA',
  'TEMPORAL_TLS_CERT',
  'TEMPORAL_TLS_KEY',
  'TEMPORAL_API_KEY',
] as const satisfies Secret[];

/** What a program is begun with: the environment of this one, and of its secrets only those that are named. */
export function environmentWith(...names: Secret[]): Record<string, string | undefined> {
  const kept: readonly string[] = names;
  const gone = SECRETS.filter((name) => !kept.includes(name)).flatMap((name) => [name, `${name}_FILE`]);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !gone.includes(name)));
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What it means for HOST and PORT that nobody can listen there. */
export function cannotListen({ HOST, PORT }: Config, error: NodeJS.ErrnoException): ConfigError {
  return new ConfigError(
    error.code === 'EADDRINUSE'
      ? `PORT: ${HOST}:${PORT} is taken by another program: end that, or name another port by PORT`
      : `HOST, PORT: nobody can listen at ${HOST}:${PORT} (${error.code ?? error.message}): name another place`,
  );
}

/** Reads and checks all variables; the error names every bad one at once and shows no value. */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const values: Record<string, string | undefined> = { ...env };
  const problems: string[] = [];
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`];
    if (file === undefined || values[name] !== undefined) continue;
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      problems.push(`${name}_FILE: ${unreadable(error as NodeJS.ErrnoException)}`);
    }
  }
  // An empty variable is an unset one: compose files and shells write both.
  const present = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  if (parsed.data) problems.push(...halfGiven(parsed.data));
  if (parsed.data?.NODE_ENV === 'production') problems.push(...missingInProduction(parsed.data));
  if (problems.length > 0) throw new ConfigError(`the configuration is not usable:\n  ${problems.join('\n  ')}`);
  const production = parsed.data!.NODE_ENV === 'production';
  const { SEED = production ? 'none' : 'demo', RATE_LIMITS = production ? RATES : null } = parsed.data!;
  return Object.freeze({ ...parsed.data!, SEED, RATE_LIMITS, reread: () => loadConfig(env) });
}

/** Why a file is not read, and not where it lies. */
function unreadable({ code = 'it cannot be read' }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return `whoever runs this (uid ${process.getuid?.()}) may not read it`;
  return `it cannot be read (${code})`;
}

function halfGiven({ TEMPORAL_TLS_CERT: cert, TEMPORAL_TLS_KEY: key }: z.infer<typeof schema>): string[] {
  if ((cert === undefined) === (key === undefined)) return [];
  const missing = cert === undefined ? 'TEMPORAL_TLS_CERT' : 'TEMPORAL_TLS_KEY';
  return [`${missing}: is required beside ${cert === undefined ? 'TEMPORAL_TLS_KEY' : 'TEMPORAL_TLS_CERT'}`];
}

function missingInProduction({ SEED, PUBLIC_URL }: z.infer<typeof schema>): string[] {
  const problems: string[] = [];
  // Everybody knows the password of a demo account.
  if (SEED !== undefined && SEED !== 'none')
    problems.push('SEED: there is no demo township where NODE_ENV is production');
  // Else who sends a request would say where the links lead that others are given.
  if (PUBLIC_URL === undefined) problems.push('PUBLIC_URL: is required where NODE_ENV is production');
  else if (!PUBLIC_URL.startsWith('https:')) {
    problems.push('PUBLIC_URL: must begin with https:// where NODE_ENV is production');
  }
  return problems;
}

/** What can be served as it is, and is hardly meant so; a line each. */
export function doubtsAbout({ PUBLIC_URL, TRUSTED_PROXIES }: Config): string[] {
  return PUBLIC_URL?.startsWith('https:') && !TRUSTED_PROXIES
    ? ['TRUSTED_PROXIES: is not set: whoever comes through the proxy of PUBLIC_URL counts as one and the same address']
    : [];
}

/**
 * The configuration of a process that begins. What is found wrong with it, now or on the way up, is said a line each and
 * ends the process (78, EX_CONFIG): whoever starts it needs the names and not a stack.
 */
export function configOfProcess(): Config {
  process.on('uncaughtException', (error) => {
    const isConfig = error instanceof ConfigError;
    console.error(isConfig || error instanceof NotThere ? error.message : error);
    process.exit(isConfig ? 78 : 1);
  });
  return loadConfig();
}

/** A variable that this process cannot do without. */
export function required<K extends keyof Config>(config: Config, name: K): NonNullable<Config[K]> {
  const value = config[name];
  if (value === undefined) throw new ConfigError(`the configuration is not usable:\n  ${name}: is required here`);
  return value as NonNullable<Config[K]>;
}

const LEVELS = ['error', 'warn', 'log', 'debug'] as const;

/** The configured level and all that are more serious. */
export function logLevels(config: Config): (typeof LEVELS)[number][] {
  return LEVELS.slice(0, LEVELS.indexOf(config.LOG_LEVEL) + 1);
}
