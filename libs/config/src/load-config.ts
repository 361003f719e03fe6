import { isIP } from 'node:net';
import { resolve } from 'node:path';

import { bool, cleanEnv, makeValidator, port, str } from 'envalid';

import { type Config, LOG_LEVELS } from './config.js';
import { parseRedisUrl } from './redis-target.js';

/** The settings are wrong. The message lists every mistake with what to do about it, and no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(mistakes: readonly string[]) {
    super(`The configuration has ${mistakes.length} mistake(s):\n${mistakes.map((line) => `  - ${line}`).join('\n')}`);
  }
}

const url = (...schemes: string[]) =>
  makeValidator((value) => {
    if (URL.canParse(value) && schemes.includes(new URL(value).protocol)) return value;
    throw new Error(`is no URL that starts with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`);
  });

const redisUrl = makeValidator(parseRedisUrl);

const matching = (pattern: RegExp, form: string) =>
  makeValidator((value) => {
    if (pattern.test(value)) return value;
    throw new Error(`must be ${form}`);
  });

const whole = (min: number, max: number) =>
  makeValidator((value) => {
    if (/^\d{1,10}$/.test(value) && Number(value) >= min && Number(value) <= max) return Number(value);
    throw new Error(`must be a whole number from ${min} to ${max}`);
  });

/**
 * The OWASP Password Storage Cheat Sheet lists several settings of Argon2id that it rates as equal. The default is
 * one of them. The two minimums are the memory, and the memory times the passes, of its setting with 7 MiB and five
 * passes.
 */
const ARGON2 = { memoryKib: 19_456, passes: 2, lanes: 1 };
const ARGON2_MIN_MEMORY_KIB = 7_168;
const ARGON2_MIN_WORK_KIB = 35_840;

const list = (isItem: (text: string) => boolean, form: string) =>
  makeValidator((value) => {
    const items = value.split(',').map((item) => item.trim());
    const wrong = items.flatMap((item, index) => (isItem(item) ? [] : [`number ${index + 1}`]));
    if (wrong.length === 0) return items;
    throw new Error(`must be ${form}, separated by commas: ${wrong.join(' and ')} of ${items.length} is not`);
  });

/** By which the first process of a group tells another its place; nobody else sets it. */
export const PLACE_IN_GROUP = 'ROLLCALL_PLACE_IN_GROUP';

const DATABASE_HELP =
  'give a PostgreSQL 15 or newer, as postgres://user:password@host:5432/rollcall (only "npm start" brings its own)';
const SMTP_HELP = 'give a mail server, as smtp://user:password@host:587 (only "npm start" brings its own)';

/**
 * Turns an environment into the {@link Config}. An empty variable counts as unset.
 * @throws ConfigError listing all mistakes at once
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const production = given.NODE_ENV === 'production';
  const mistakes: string[] = [];

  const env = cleanEnv(
    given,
    {
      LOG_LEVEL: str({ choices: LOG_LEVELS, default: 'info' }),
      HOST: str({ default: '127.0.0.1' }),
      PORT: port({ default: 8080 }),
      WORKER_PORT: port({ default: 8081 }),
      WEB_CONCURRENCY: whole(1, 256)({ default: 1 }),
      [PLACE_IN_GROUP]: whole(1, 256)({ default: 1 }),
      METRICS_TOKEN: matching(
        /^[\x21-\x7e]{16,}$/,
        'at least 16 characters of ASCII without spaces',
      )({
        default: undefined,
      }),
      METRICS_PORT: port({ default: 8082 }),
      WORKER_METRICS_PORT: port({ default: 8083 }),
      OTEL_EXPORTER_OTLP_ENDPOINT: url('http:', 'https:')({ default: undefined }),
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url('http:', 'https:')({ default: undefined }),
      OTEL_SDK_DISABLED: bool({ default: false }),
      ROLLCALL_VERSION: str({ default: 'unknown' }),
      PUBLIC_URL: url(
        'http:',
        'https:',
      )({
        desc: 'give the address under which people reach the api, as https://support.example.com',
        default: undefined,
        requiredWhen: () => production,
      }),
      CORS_ORIGINS: list(isWebOrigin, 'exact origins as https://app.example.com')({ default: [] }),
      TRUST_PROXY: list(isNetwork, 'addresses or networks as 10.0.0.1 or 10.0.0.0/8')({ default: [] }),
      DATABASE_URL: url('postgres:', 'postgresql:')({ desc: DATABASE_HELP }),
      REDIS_URL: redisUrl({ default: undefined }),
      QUEUE_PREFIX: matching(/^[\w-]+$/, 'letters, digits, "-" and "_"')({ default: 'rollcall' }),
      SMTP_URL: url('smtp:', 'smtps:')({ desc: SMTP_HELP }),
      MAIL_FROM: str({ default: 'Rollcall <rollcall@localhost>' }),
      MAILS_KEPT_DAYS: whole(14, 3_650)({ default: 90 }),
      ARGON2_MEMORY_KIB: whole(8, 4_194_304)({ default: ARGON2.memoryKib }),
      ARGON2_PASSES: whole(1, 1_000)({ default: ARGON2.passes }),
      ARGON2_LANES: whole(1, 255)({ default: ARGON2.lanes }),
      STRIPE_API_KEY: matching(
        /^[sr]k_\w+$/,
        'a secret or restricted key of Stripe, "sk_…" or "rk_…"',
      )({
        default: undefined,
      }),
      STRIPE_API_BASE: url('http:', 'https:')({ default: 'https://api.stripe.com' }),
      STRIPE_WEBHOOK_SECRET: matching(
        /^whsec_\S+$/,
        'the signing secret of the webhook endpoint at Stripe, "whsec_…"',
      )({ default: undefined }),
      STRIPE_EVENTS_KEPT_DAYS: whole(30, 3_650)({ default: 90 }),
      LIMIT_PER_ADDRESS: whole(1, 999_999)({ default: 60 }),
      LIMIT_PER_ACCOUNT: whole(1, 999_999)({ default: 10 }),
      LIMIT_PER_KEY: whole(1, 999_999)({ default: undefined }),
      IDEMPOTENCY_HOURS: whole(1, 8_760)({ default: 24 }),
      SECRETS_KEY: matching(/^.{32,}$/, 'at least 32 characters, made at random')({ default: undefined }),
      OIDC_PRIVATE_NETWORKS: bool({ default: false }),
      SINGLE_SIGN_ON_ONLY: bool({ default: false }),
      WEBHOOKS_PRIVATE_NETWORKS: bool({ default: false }),
      EVENTS_KEPT_DAYS: whole(1, 3_650)({ default: 30 }),
      IMPORT_MAX_MB: whole(1, 1_000)({ default: 50 }),
      IMPORT_KEPT_DAYS: whole(1, 3_650)({ default: 30 }),
      STORAGE_DIR: str({ default: '.data/files' }),
      S3_ENDPOINT: url('http:', 'https:')({ default: undefined }),
      S3_REGION: str({ default: 'auto' }),
      S3_ACCESS_KEY_ID: str({ default: undefined }),
      S3_SECRET_ACCESS_KEY: str({ default: undefined }),
      BOOTSTRAP_ADMIN_EMAIL: matching(/^[^\s@]+@[^\s@]+$/, 'an e-mail address')({ default: undefined }),
      BOOTSTRAP_API_KEY: matching(/^[A-Za-z0-9]{32}$/, '32 characters A-Z, a-z, 0-9')({ default: undefined }),
      BOOTSTRAP_API_SECRET: matching(/^[A-Za-z0-9]{64}$/, '64 characters A-Z, a-z, 0-9')({ default: undefined }),
      BOOTSTRAP_TOKEN: matching(
        /^in-[A-Za-z0-9_-]{43}$/,
        '"in-" and 43 characters A-Z, a-z, 0-9, "_", "-"',
      )({
        default: undefined,
      }),
    },
    {
      reporter: ({ errors }) => {
        for (const [name, error] of Object.entries(errors))
          mistakes.push(
            given[name] === undefined ? `${name} is not set: ${error.message}` : `${name} ${error.message}`,
          );
      },
    },
  );
  if ((given.BOOTSTRAP_API_KEY === undefined) !== (given.BOOTSTRAP_API_SECRET === undefined))
    mistakes.push('BOOTSTRAP_API_KEY and BOOTSTRAP_API_SECRET belong together: set both or neither');
  mistakes.push(...argon2Mistakes(given, production));
  if (!given.STRIPE_API_KEY && (given.STRIPE_API_BASE ?? given.STRIPE_WEBHOOK_SECRET))
    mistakes.push('STRIPE_API_KEY is not set: STRIPE_API_BASE and STRIPE_WEBHOOK_SECRET are of no use without it');
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const s3 = endpoint && accessKeyId && secretAccessKey ? { endpoint, accessKeyId, secretAccessKey } : null;
  if (!s3 && (given.S3_ENDPOINT ?? given.S3_ACCESS_KEY_ID ?? given.S3_SECRET_ACCESS_KEY))
    mistakes.push('S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set all three or none');
  const tracesUrl = env.OTEL_SDK_DISABLED
    ? undefined
    : (env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/*$/, '/v1/traces'));
  for (const name of ['OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'])
    if (tracesUrl && given[name] !== undefined && given[name] !== 'http/protobuf')
      mistakes.push(`${name} must be http/protobuf, usually at port 4318: Rollcall sends traces by no other protocol`);
  if (mistakes.length > 0) throw new ConfigError(mistakes);

  return {
    production,
    logLevel: env.LOG_LEVEL,
    http: {
      host: env.HOST,
      port: env.PORT,
      processes: env.WEB_CONCURRENCY,
      place: env[PLACE_IN_GROUP],
      publicUrl: (env.PUBLIC_URL ?? `http://${reachableHost(env.HOST)}:${env.PORT}`).replace(/\/+$/, ''),
      corsOrigins: env.CORS_ORIGINS,
      trustedProxies: env.TRUST_PROXY,
    },
    metrics: env.METRICS_TOKEN
      ? { token: env.METRICS_TOKEN, apiPort: env.METRICS_PORT, workerPort: env.WORKER_METRICS_PORT }
      : null,
    traces: tracesUrl === undefined ? null : { url: tracesUrl },
    version: env.ROLLCALL_VERSION,
    worker: { healthPort: env.WORKER_PORT },
    database: { url: env.DATABASE_URL },
    queue: env.REDIS_URL
      ? { backend: 'redis', target: env.REDIS_URL, prefix: `{${env.QUEUE_PREFIX}}` }
      : { backend: 'postgres', url: env.DATABASE_URL },
    mail: { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM, keptDays: env.MAILS_KEPT_DAYS },
    argon2: { memoryKib: env.ARGON2_MEMORY_KIB, passes: env.ARGON2_PASSES, lanes: env.ARGON2_LANES },
    billing: env.STRIPE_API_KEY
      ? {
          method: 'stripe',
          apiKey: env.STRIPE_API_KEY,
          apiBase: env.STRIPE_API_BASE,
          webhookSecret: env.STRIPE_WEBHOOK_SECRET,
        }
      : { method: 'custom' },
    stripeEvents: { keptDays: env.STRIPE_EVENTS_KEPT_DAYS },
    limits: {
      perAddress: env.LIMIT_PER_ADDRESS,
      perAccount: env.LIMIT_PER_ACCOUNT,
      perKey: env.LIMIT_PER_KEY ?? null,
    },
    idempotencyHours: env.IDEMPOTENCY_HOURS,
    secretsKey: env.SECRETS_KEY ?? null,
    signIn: { privateNetworks: env.OIDC_PRIVATE_NETWORKS, onlyByProvider: env.SINGLE_SIGN_ON_ONLY },
    webhooks: { privateNetworks: env.WEBHOOKS_PRIVATE_NETWORKS },
    events: { keptDays: env.EVENTS_KEPT_DAYS },
    imports: { maxBytes: env.IMPORT_MAX_MB * 1_000_000, keptDays: env.IMPORT_KEPT_DAYS },
    storage: s3 ? { kind: 's3', region: env.S3_REGION, ...s3 } : { kind: 'disk', folder: resolve(env.STORAGE_DIR) },
    bootstrap: {
      adminEmail: env.BOOTSTRAP_ADMIN_EMAIL,
      apiKey: env.BOOTSTRAP_API_KEY,
      apiSecret: env.BOOTSTRAP_API_SECRET,
      token: env.BOOTSTRAP_TOKEN,
    },
  };
}

/** What is wrong with the settings of Argon2 taken together. */
function argon2Mistakes(given: Readonly<Record<string, string | undefined>>, production: boolean): string[] {
  const memoryKib = Number(given.ARGON2_MEMORY_KIB ?? ARGON2.memoryKib);
  const passes = Number(given.ARGON2_PASSES ?? ARGON2.passes);
  const lanes = Number(given.ARGON2_LANES ?? ARGON2.lanes);
  const weak = memoryKib < ARGON2_MIN_MEMORY_KIB || memoryKib * passes < ARGON2_MIN_WORK_KIB;
  return [
    ...(memoryKib < 8 * lanes ? [`ARGON2_MEMORY_KIB must be at least 8 for each lane: ${8 * lanes}`] : []),
    ...(production && weak
      ? [
          `ARGON2_MEMORY_KIB and ARGON2_PASSES are too weak for production: give at least ${ARGON2_MIN_MEMORY_KIB} KiB, and ${ARGON2_MIN_WORK_KIB} for both multiplied`,
        ]
      : []),
  ];
}

/** Whether browsers would send exactly this as `Origin`: no path, no wildcard, no port that the scheme implies. */
function isWebOrigin(text: string): boolean {
  return /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/**
 * Whether it is an address, or a network of at least one bit: to trust the whole internet as a proxy makes no sense.
 */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = /^[\da-f.:]+$/i.test(address) ? isIP(address) : 0;
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d*$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

/** A host for links: a wildcard address cannot be reached. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** The `DATABASE_URL` of this process, for tools that need nothing else. @throws ConfigError when it is missing or wrong */
export function databaseUrlFromEnvironment(): string {
  const mistakes: string[] = [];
  const env = cleanEnv(
    { DATABASE_URL: process.env.DATABASE_URL },
    { DATABASE_URL: url('postgres:', 'postgresql:')({ desc: DATABASE_HELP }) },
    {
      reporter: ({ errors }) =>
        mistakes.push(...Object.values(errors).map((error) => `DATABASE_URL: ${error.message}`)),
    },
  );
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return env.DATABASE_URL;
}

/** The {@link Config} of this process. @throws ConfigError listing all mistakes at once */
export function configFromEnvironment(): Config {
  return loadConfig(process.env);
}
