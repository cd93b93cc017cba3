import { isIP } from 'node:net';
import { z } from 'zod';

/**
 * All settings, each with what it means: one environment variable a row. `config.ts` reads them, `docs/settings.md` is
 * made from them. What is typed is checked here; what is wrong between several of them, where they are read.
 */
interface Setting {
  as: z.ZodType;
  /** For whoever sets it, in Markdown. */
  means: string;
  /** In what its numbers are counted. */
  unit?: string;
  /** What holds where nobody sets it and `as` has no default. */
  unset?: string;
  /** Kept from programs that have no need of it; may come from a file that `<NAME>_FILE` names. */
  secret?: true;
}

const port = z.coerce.number().int().min(0).max(65_535);
const text = z.string().min(1);
const switched = z.enum(['on', 'off']);

/** What commas part. */
const listed = (all: string) =>
  all
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/**
 * What is counted a minute: a person's (or a program's) looks, deeds and costly looks; sign-ins and other calls of nobody, by
 * the browser where somebody signed in on it before, else by the address.
 */
export const RATES = { reads: 1_200, writes: 240, costly: 20, signins: 300, nobody: 1_200 };
export type RateKind = keyof typeof RATES;
export const RATE_KINDS = Object.keys(RATES) as RateKind[];
const SAID_RATES = RATE_KINDS.map((kind) => `${kind}=${RATES[kind]}`).join(',');

const rateLimits = z.string().transform((said, context): Record<RateKind, number> | null => {
  if (said === 'off') return null;
  const limits = { ...RATES };
  for (const each of said === 'on' ? [] : said.split(',')) {
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
function isNetwork(said: string): boolean {
  const [address = '', length, ...rest] = said.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)]!;
  if (bits === 0 || rest.length > 0) return length === undefined && NETWORKS.includes(address);
  // A network of everybody would let everybody say where they come from.
  return length === undefined || (/^\d+$/.test(length) && Number(length) >= 1 && Number(length) <= bits);
}

const proxies = z.string().transform((said, context): string[] => {
  const all = listed(said);
  if (all.length === 0 || !all.every(isNetwork)) {
    context.addIssue(`must be addresses or networks as 10.0.0.7 or 10.1.0.0/16, or some of ${NETWORKS.join(', ')}`);
  }
  return all;
});

const keepers = z
  .string()
  .default('')
  .transform(listed)
  .refine(
    (all) => all.every((each) => (each.includes('://') ? URL.canParse(each) : /^[^\s@]+@[^\s@]+$/.test(each))),
    'must be mail addresses and https addresses, with commas between',
  );

/** `host:port`, or where its socket lies. */
const daemon = z.string().transform((said, context): { path: string } | { host: string; port: number } => {
  if (said.startsWith('/')) return { path: said };
  const [, host, at] = /^(?:tcp:\/\/)?(\[[\da-f:]+\]|[^\s:/]+):(\d{1,5})$/i.exec(said) ?? [];
  if (host === undefined || Number(at) < 1 || Number(at) > 65_535) {
    context.addIssue('must be host:port, or the path of a socket');
    return z.NEVER;
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(at) };
});

const pem = z.string().regex(/-----BEGIN [A-Z ]+-----/, 'must be PEM, and begin with -----BEGIN');

export const SETTINGS = {
  NODE_ENV: {
    as: z.enum(['development', 'test', 'production']).default('development'),
    means:
      '`production` demands `PUBLIC_URL` by https, counts calls and brings no demo township; what is for a trial is off unless it is asked for by name',
  },
  HOST: { as: text.default('127.0.0.1'), means: 'the address where the API and a worker listen' },
  PORT: { as: port.default(3000), means: 'the port of the API; 0 takes a free one' },
  WORKER_PORT: {
    as: port.optional(),
    unset: 'none',
    means:
      'where a worker answers `/livez`, `/readyz` and `/metrics` of its own; without it, it tells the database alone',
  },
  PUBLIC_URL: {
    as: z.url({ protocol: /^https?$/, error: 'must be an address as https://disputes.example.gov.cn' }).optional(),
    unset: 'none; demanded in production, by https',
    means:
      'where people reach the console; what links, codes on papers and feeds begin with. By https, cookies are `Secure` and HSTS is on',
  },
  DATA_DIR: { as: text.default('.data'), means: 'the data of a local start: PostgreSQL, Temporal, master key' },
  SEED: {
    as: z.enum(['demo', 'township', 'none']).optional(),
    unset: '`none` in production, else `demo`',
    means:
      'what an empty database gets: the demo township; `township` for its departments, accounts and rules without its cases; `none` for the rules alone, and the start prints the link to `/setup`',
  },
  REHEARSALS: {
    as: switched.default('off'),
    means: 'whether rehearsals may be made; a local start outside production turns them on',
  },
  CALENDAR_UPDATES: {
    as: z.enum(['draft', 'publish']).default('draft'),
    means:
      'what becomes of official years of the calendar that a later release brings: a draft in each region that has none of it, to be published by one click; or `publish` by itself in the name of its administrator, where nothing that was announced comes earlier',
  },
  DEMO_ACCOUNTS: {
    as: switched.default('off'),
    means:
      'whether the sign-in page names the demo accounts with their password, which everybody knows then; a local start outside production turns it on',
  },
  LOG_LEVEL: {
    as: z.enum(['error', 'warn', 'log', 'debug']).default('warn'),
    means: 'what is logged: this and all that is more serious',
  },
  AUTH_MODE: {
    as: z.enum(['local', 'oidc']).default('local'),
    means: 'accounts of this installation, or an identity provider ([operations](operations.md#keycloak))',
  },
  SESSION_HOURS: {
    as: z.coerce.number().int().min(1).max(168).default(12),
    unit: 'hours',
    means: 'a session ends so long after its sign-in, used or not',
  },
  SESSION_IDLE_MINUTES: {
    as: z.coerce.number().int().min(1).max(1_440).default(240),
    unit: 'minutes',
    means: 'a session that nobody uses ends sooner, after so long',
  },
  RECENT_SIGN_IN_MINUTES: {
    as: z.coerce.number().int().min(1).max(1_440).default(15),
    unit: 'minutes',
    means: 'how old a sign-in may be for what gives rights or cannot be undone: deputies, retention, erasures',
  },
  OIDC_ISSUER: { as: z.url().optional(), unset: 'none', means: 'the identity provider, where `AUTH_MODE` is `oidc`' },
  OIDC_CLIENT_ID: { as: text.optional(), unset: 'none', means: 'who this installation is to the identity provider' },
  OIDC_CLIENT_SECRET: {
    as: text.optional(),
    unset: 'none',
    means: 'how it proves that to the identity provider',
    secret: true,
  },
  OIDC_SCOPE: {
    as: text.default('openid profile'),
    means:
      'what is asked of the identity provider, blanks between; with `offline_access` it is asked each night about everybody who was ever here, too',
  },
  OIDC_USERNAME_CLAIM: {
    as: text.default('preferred_username'),
    means: 'the claim of the ID token that has the user name',
  },
  OIDC_DEPARTMENT_CLAIM: {
    as: text.default('department'),
    means: 'the claim that has the id of a department of this installation',
  },
  OIDC_ROLES_CLAIM: {
    as: text.default('roles'),
    means: 'the claim that has the roles, by our names; others are ignored',
  },
  OIDC_ASK_SECONDS: {
    as: z.coerce.number().int().min(1).max(86_400).default(300),
    unit: 'seconds',
    means:
      'how often the identity provider is asked whether it still vouches for whoever is at work here, where it gives refresh tokens',
  },
  OIDC_VOUCH_DAYS: {
    as: z.coerce.number().int().min(1).max(366).default(14),
    unit: 'days',
    means: 'so long after the identity provider last vouched for them, tokens and calendar feeds of its people go on',
  },
  TRUSTED_PROXIES: {
    as: proxies.optional(),
    unset: 'none',
    means:
      'proxies whose `X-Forwarded-For` is believed: addresses, networks, `loopback`, `linklocal`, `uniquelocal`, with commas between; without it all who come through one count as one address',
  },
  RATE_LIMITS: {
    as: rateLimits.optional(),
    unset: '`on` in production, else `off`',
    unit: 'calls a minute',
    means: `\`on\` is \`${SAID_RATES}\`; some of them change just these. \`reads\`, \`writes\`, \`costly\`: of a person or program; \`signins\`, \`nobody\`: of a known browser, else of an address`,
  },
  BODY_SECONDS: {
    as: z.coerce.number().int().min(1).max(300).default(20),
    unit: 'seconds',
    means: 'how long the words that somebody sends may be on their way',
  },
  FILE_BODY_SECONDS: {
    as: z.coerce.number().int().min(1).max(1_800).default(180),
    unit: 'seconds',
    means: 'how long a file may be on its way, of which a slow line brings 20 MB in minutes',
  },
  CLAMD_ADDRESS: {
    as: daemon.optional(),
    unset: 'none: no file is looked at for viruses',
    means:
      'the ClamAV daemon, `host:port` or the path of its socket; then no file is taken that it did not find clean, and none while it does not answer. Its `StreamMaxLength` has to be 50M at least',
  },
  STREAM_BEAT_MS: {
    as: z.coerce.number().int().min(50).max(60_000).default(15_000),
    unit: 'milliseconds',
    means: 'how often an open stream says that it lives; proxies cut what is silent for a minute',
  },
  SMTP_URL: {
    as: z
      .string()
      .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
      .optional(),
    unset: 'none',
    means: 'the mail server for notices, `smtps://user:password@host`; without it no e-mail is sent or confirmed',
    secret: true,
  },
  MAIL_FROM: { as: z.string().min(3).optional(), unset: 'none', means: 'the sender of mails; `SMTP_URL` needs it' },
  OUTGOING_ALLOW: {
    as: z.string().default('').transform(listed),
    means: 'private `host:port` that webhooks may reach all the same, with commas between',
  },
  CHECKPOINT_TO: {
    as: keepers,
    means: 'who is told each checkpoint: mail addresses and https addresses, with commas between',
  },
  TEMPORAL_ADDRESS: {
    as: text.optional(),
    unset: 'a server of its own in a local start',
    means: 'the Temporal server, `host:port`',
  },
  TEMPORAL_NAMESPACE: { as: text.default('default'), means: 'the namespace of the workflows' },
  TEMPORAL_TASK_QUEUE: {
    as: text.default('disputes'),
    means: 'the task queue of the workers; the Schedules are named by it, too',
  },
  TEMPORAL_TLS: {
    as: switched.default('off'),
    means: 'TLS to the server that `TEMPORAL_ADDRESS` names; each part of it below turns it on as well',
  },
  TEMPORAL_TLS_CA: {
    as: pem.optional(),
    unset: 'whom this machine trusts',
    means: 'PEM: who signed the server’s certificate',
    secret: true,
  },
  TEMPORAL_TLS_CERT: { as: pem.optional(), unset: 'none', means: 'PEM: our own certificate', secret: true },
  TEMPORAL_TLS_KEY: { as: pem.optional(), unset: 'none', means: 'PEM: its key', secret: true },
  TEMPORAL_TLS_SERVER_NAME: {
    as: text.optional(),
    unset: 'that of its address',
    means: 'the name in the server’s certificate',
  },
  TEMPORAL_API_KEY: {
    as: text.optional(),
    unset: 'none',
    means: 'the API key that the server asks for; by TLS only',
    secret: true,
  },
  TEMPORAL_PORT: {
    as: port.optional(),
    unset: 'a free one',
    means: 'the port of the Temporal server that a local start runs',
  },
  TEMPORAL_CLI_PATH: {
    as: text.optional(),
    unset: '`temporal` on PATH, else fetched',
    means: 'the `temporal` binary of a local start',
  },
  POSTGRES_PORT: {
    as: port.optional(),
    unset: 'a free one',
    means: 'the port of the PostgreSQL server that a local start runs',
  },
  DATABASE_URL: {
    as: text.optional(),
    unset: 'a server of its own in a local start',
    means: 'who migrates: a superuser, who hands the schema to `dispute_owner`, or an owner who may make roles',
    secret: true,
  },
  DATABASE_WRITER_URL: {
    as: text.optional(),
    unset: 'made by a local start',
    means: 'the role of the worker',
    secret: true,
  },
  DATABASE_READER_URL: {
    as: text.optional(),
    unset: 'made by a local start',
    means: 'the role of the API',
    secret: true,
  },
  MASTER_KEY: {
    as: z
      .string()
      .trim()
      .regex(/^[0-9a-f]{64}([\s,]+[0-9a-f]{64})*$/i, 'must be 64 hexadecimal digits, or several such keys')
      .optional(),
    unset: 'made by a local start in `DATA_DIR/master.key`',
    means: '64 hexadecimal digits (32 bytes); several while it is changed, the newest first',
    secret: true,
  },
  START_NONCE: {
    as: text.optional(),
    unset: 'none',
    means:
      'given back at `/version`, so that who started an API knows that no other program answers; a local start sets it',
  },
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

/** The settings that are secrets. */
export type Secret = { [N in SettingName]: (typeof SETTINGS)[N] extends { secret: true } ? N : never }[SettingName];
export const SECRETS = (Object.keys(SETTINGS) as SettingName[]).filter(
  (name): name is Secret => 'secret' in SETTINGS[name],
);

type Shape = { [N in SettingName]: (typeof SETTINGS)[N]['as'] };
export const schema = z.object(
  Object.fromEntries(Object.entries(SETTINGS).map(([name, { as }]) => [name, as])) as Shape,
);
