import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { NotThere } from './patience.js';

/**
 * The configuration: typed, frozen, and the only reader of the environment. A secret may also come from a file named
 * by the variable with `_FILE` behind it.
 */
const port = z.coerce.number().int().min(0).max(65_535);

/** What commas part. */
const listed = (text: string) =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/**
 * What is counted a minute: a person's (or a program's) looks, deeds and costly looks; sign-ins and other calls of nobody, by
 * the browser where somebody signed in on it before, else by the address.
 */
const RATES = { reads: 1_200, writes: 240, costly: 20, signins: 300, nobody: 1_200 };
export type RateKind = keyof typeof RATES;
export const RATE_KINDS = Object.keys(RATES) as RateKind[];

const rateLimits = z.string().transform((text, context): Record<RateKind, number> | null => {
  if (text === 'off') return null;
  const limits = { ...RATES };
  for (const each of text === 'on' ? [] : text.split(',')) {
    const [, kind, most] = /^\s*([a-z]+)=([1-9]\d{0,6})\s*$/.exec(each) ?? [];
    if (kind && Object.hasOwn(RATES, kind)) limits[kind as RateKind] = Number(most);
    else
      context.addIssue(
        `must be on, off, or some of ${RATE_KINDS.join(', ')} as reads=${RATES.reads},costly=${RATES.costly}`,
      );
  }
  return limits;
});

const NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** One address, a network with its length, or a name of `NETWORKS`. */
function isNetwork(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)]!;
  if (bits === 0 || rest.length > 0) return length === undefined && NETWORKS.includes(address);
  // A network of everybody would let everybody say where they come from.
  return length === undefined || (/^\d+$/.test(length) && Number(length) >= 1 && Number(length) <= bits);
}

const proxies = z.string().transform((text, context): string[] => {
  const all = listed(text);
  if (all.length === 0 || !all.every(isNetwork)) {
    context.addIssue(`must be addresses or networks as 10.0.0.7 or 10.1.0.0/16, or some of ${NETWORKS.join(', ')}`);
  }
  return all;
});

const pem = z.string().regex(/-----BEGIN [A-Z ]+-----/, 'must be PEM, and begin with -----BEGIN');

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  /** Where a worker tells how it is; without it, it tells nobody but the database. */
  WORKER_PORT: port.optional(),
  /** Where people reach the console; what links, codes on papers and feeds begin with. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address as https://disputes.example.gov.cn' })
    .optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  SEED: z.enum(['demo', 'none']).optional(),
  AUTH_MODE: z.enum(['local', 'oidc']).default('local'),
  /** The identity provider, where AUTH_MODE is oidc, and where its ID token says who somebody is. */
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_SCOPE: z.string().min(1).default('openid profile'),
  OIDC_USERNAME_CLAIM: z.string().min(1).default('preferred_username'),
  OIDC_DEPARTMENT_CLAIM: z.string().min(1).default('department'),
  OIDC_ROLES_CLAIM: z.string().min(1).default('roles'),
  REHEARSALS: z.enum(['on', 'off']).default('off'),
  /** Whether the sign-in page names the accounts: only where everybody knows their password anyway. */
  DEMO_ACCOUNTS: z.enum(['on', 'off']).default('off'),
  LOG_LEVEL: z.enum(['error', 'warn', 'log', 'debug']).default('warn'),
  /** A session ends after so long, and sooner when nobody uses it. */
  SESSION_HOURS: z.coerce.number().int().min(1).max(168).default(12),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(1_440).default(240),
  /** What gives rights or cannot be undone wants a sign-in that is no older. */
  RECENT_SIGN_IN_MINUTES: z.coerce.number().int().min(1).max(1_440).default(15),
  /** Tokens and feeds of people of the identity provider go on so long after it last vouched for them. */
  OIDC_VOUCH_DAYS: z.coerce.number().int().min(1).max(366).default(14),
  /** Proxies whose X-Forwarded-For is believed, as addresses or networks; nobody's else. */
  TRUSTED_PROXIES: proxies.optional(),
  /** The mail server for notices, `smtps://user:password@host`; without it no e-mail is sent. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().min(3).optional(),
  /** Private `host:port` that webhooks may reach all the same, with commas between. */
  OUTGOING_ALLOW: z.string().default('').transform(listed),
  /** Who is told each checkpoint: mail addresses, and addresses to post to. */
  CHECKPOINT_TO: z
    .string()
    .default('')
    .transform(listed)
    .refine(
      (all) => all.every((each) => (each.includes('://') ? URL.canParse(each) : /^[^\s@]+@[^\s@]+$/.test(each))),
      'must be mail addresses and https addresses, with commas between',
    ),
  /** Calls a minute; `on` where NODE_ENV is production and off elsewhere, when unset. */
  RATE_LIMITS: rateLimits.optional(),
  /** How long what somebody sends may be on its way: words, and files, of which a slow line brings 20 MB in minutes. */
  BODY_SECONDS: z.coerce.number().int().min(1).max(300).default(20),
  FILE_BODY_SECONDS: z.coerce.number().int().min(1).max(1_800).default(180),
  /** How often an open stream says that it lives; proxies cut what is silent for a minute. */
  STREAM_BEAT_MS: z.coerce.number().int().min(50).max(60_000).default(15_000),
  /** What the API gives back at /version: whoever started it knows by that that no other program answers in its place. */
  START_NONCE: z.string().min(1).optional(),
  REGION: z.string().min(1).default('default'),
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  /** TLS to Temporal: `on`, or any of its parts. Certificates and keys are PEM, best by `…_FILE`. */
  TEMPORAL_TLS: z.enum(['on', 'off']).default('off'),
  /** Who signed the server's certificate; without it whom this machine trusts. */
  TEMPORAL_TLS_CA: pem.optional(),
  /** Our own certificate and its key. */
  TEMPORAL_TLS_CERT: pem.optional(),
  TEMPORAL_TLS_KEY: pem.optional(),
  /** The name in the server's certificate, where it is not that of its address. */
  TEMPORAL_TLS_SERVER_NAME: z.string().min(1).optional(),
  TEMPORAL_API_KEY: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('disputes'),
  TEMPORAL_PORT: port.optional(),
  TEMPORAL_CLI_PATH: z.string().min(1).optional(),
  POSTGRES_PORT: port.optional(),
  /** The owner of the schema: migrations only. */
  DATABASE_URL: z.string().min(1).optional(),
  DATABASE_WRITER_URL: z.string().min(1).optional(),
  DATABASE_READER_URL: z.string().min(1).optional(),
  /** 32 bytes in hex; several while they are changed, the newest first (`KeyRing`). */
  MASTER_KEY: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{64}([\s,]+[0-9a-f]{64})*$/i, 'must be 64 hexadecimal digits, or several such keys')
    .optional(),
});

export type Config = Readonly<
  z.infer<typeof schema> & {
    SEED: 'demo' | 'none';
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
] as const;

const SECRETS = [
  'MASTER_KEY',
  'DATABASE_URL',
  'DATABASE_WRITER_URL',
  'DATABASE_READER_URL',
  'SMTP_URL',
  'OIDC_CLIENT_SECRET',
  ...TEMPORAL_SECRETS,
] as const;

type Secret = (typeof SECRETS)[number];

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
    if (existsSync(file)) values[name] = readFileSync(file, 'utf8').trim();
    else problems.push(`${name}_FILE: there is no such file`);
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

function halfGiven({ TEMPORAL_TLS_CERT: cert, TEMPORAL_TLS_KEY: key }: z.infer<typeof schema>): string[] {
  if ((cert === undefined) === (key === undefined)) return [];
  const missing = cert === undefined ? 'TEMPORAL_TLS_CERT' : 'TEMPORAL_TLS_KEY';
  return [`${missing}: is required beside ${cert === undefined ? 'TEMPORAL_TLS_KEY' : 'TEMPORAL_TLS_CERT'}`];
}

function missingInProduction({ SEED, PUBLIC_URL }: z.infer<typeof schema>): string[] {
  const problems: string[] = [];
  // Everybody knows the password of a demo account.
  if (SEED === 'demo') problems.push('SEED: there is no demo township where NODE_ENV is production');
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
