import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from '@rollcall/database/embedded';

import { ADMIN } from '../../bench/scene.js';
import type { Cleanups } from '../../cleanups.js';
import type { Backend } from '../faults/plan.js';
import { copyCluster } from './copy-cluster.js';
import { Disk } from './disk.js';
import { NodePart } from './node-part.js';
import type { Part } from './part.js';
import { PostgresPart } from './postgres-part.js';
import { Proxy } from './proxy.js';
import { RedisPart } from './redis-part.js';
import type { StripeCustomer } from './stripe-server.js';
import { untilOk } from './ready.js';

/** A way into the service for the client. */
export interface Door {
  readonly name: string;
  readonly url: string;
  /** When it could answer again after it was last stopped or cut off (`performance.now()`); Infinity while it is. */
  openSince: number;
}

/** A mail as the mail server took it over. */
export interface TakenMail {
  readonly recipient: string;
  readonly messageId: string;
}

/** Everything that runs in a run. */
export interface Machine {
  readonly backend: Backend;
  /** The settings with which BullMQ's queues are found, past all proxies. */
  readonly queueSettings: () => Readonly<Record<string, string>>;
  readonly parts: ReadonlyMap<string, Part>;
  /** The primary. */
  readonly postgres: PostgresPart;
  readonly redis: RedisPart | undefined;
  readonly mailServer: NodePart;
  readonly stripe: NodePart;
  readonly disk: Disk | undefined;
  readonly doors: readonly Door[];
  /** The ways out of a process, or into an api. */
  readonly connections: ReadonlyMap<string, readonly Proxy[]>;
  /** The ways from the workers to the mail server. */
  readonly mailConnections: readonly Proxy[];
  readonly webhookSecret: string;
  mails(): TakenMail[];
  customers(): Promise<readonly StripeCustomer[]>;
  /** Kills the primary for good and makes the standby the primary, which all connections lead to from then on. */
  promote(): Promise<void>;
}

export interface MachineOptions {
  readonly backend: Backend;
  /** Where all that they store goes. */
  readonly folder: string;
  /** How far the clock of worker 2 is ahead, in milliseconds. */
  readonly clockShiftMs: number;
  /** Called when a process ended that nobody had killed. */
  readonly onEnded: (name: string, how: string) => void;
  /** What it is more than two apis with a door each. */
  readonly scale?: {
    /** How many apis there are behind one door, a balancer that takes them in turns. */
    readonly apis: number;
    /** The Redis to use, if it is the backend. PostgreSQL has a standby, to which it commits too. */
    readonly redisUrl: string | undefined;
  };
}

const WORKERS = ['worker 1', 'worker 2'];
const WEBHOOK_SECRET = 'whsec_torture';
const SHIFTED_CLOCK = new URL('./shifted-clock.js', import.meta.url).href;
const PREFIX = 'torture';

/** Starts all parts, each a child of this process, and returns when the apis and the workers are ready. */
export async function startMachine(cleanups: Cleanups, options: MachineOptions): Promise<Machine> {
  const { backend, folder, onEnded, scale } = options;
  await chmod(folder, 0o755);
  const ended = (name: string) => (how: string) => {
    onEnded(name, how);
  };
  const logOf = (name: string) => {
    const file = openSync(join(folder, `${name.replace(' ', '-')}.log`), 'a');
    cleanups.add(() => {
      closeSync(file);
      return Promise.resolve();
    });
    return file;
  };
  const proxyTo = async (upstream: () => number) => {
    const proxy = await Proxy.start(upstream);
    cleanups.add(() => proxy.close());
    return proxy;
  };
  const nodePart = (name: string, program: string, environment: Record<string, string>, health?: string) => {
    const part = new NodePart({
      name,
      program,
      environment,
      log: logOf(name),
      ...(health === undefined ? {} : { health }),
      onEnded: ended(name),
    });
    cleanups.add(() => part.kill());
    return part;
  };

  const disk = await Disk.mount(join(folder, 'disk'));
  if (disk) cleanups.add(() => disk.unmount());
  const settings = ['max_wal_size=128MB'];
  const primary = new PostgresPart(
    disk?.folder ?? join(folder, 'disk'),
    scale ? [...settings, 'synchronous_commit=remote_apply'] : settings,
    ended('PostgreSQL'),
  );
  cleanups.add(() => primary.stop());
  await primary.start();
  await primary.createDatabase();
  const standby = scale && (await startStandby(primary, join(folder, 'standby'), settings, ended('the standby')));
  if (standby) cleanups.add(() => standby.stop());
  let postgres = primary;

  const redis =
    backend === 'redis' && !scale
      ? new RedisPart(join(folder, 'redis'), await freePort(), logOf('Redis'), ended('Redis'))
      : undefined;
  if (redis) {
    cleanups.add(() => redis.kill());
    await redis.start();
  }

  const mailPort = await freePort();
  const journal = join(folder, 'mails');
  const mailServer = nodePart('mail server', here('smtp-server.js'), {
    MAIL_PORT: String(mailPort),
    MAIL_JOURNAL: journal,
  });
  await mailServer.start();

  const stripe = nodePart('Stripe', here('stripe-server.js'), {});
  const began = stripe.message(isPlace);
  await stripe.start();
  const { url: stripeUrl, apiKey } = await began;

  const parts = new Map<string, Part>([['PostgreSQL', primary]]);
  if (redis) parts.set('Redis', redis);
  const connections = new Map<string, Proxy[]>();
  const mailConnections: Proxy[] = [];
  const doors: Door[] = [];
  const apiPorts: number[] = [];
  const apis = Array.from({ length: scale?.apis ?? 2 }, (_, index) => `api ${index + 1}`);
  for (const name of [...apis, ...WORKERS]) {
    const isApi = name.startsWith('api');
    const port = await freePort();
    const toDatabase = await proxyTo(() => postgres.port);
    const toStripe = await proxyTo(() => Number(new URL(stripeUrl).port));
    const toMail = await proxyTo(() => mailPort);
    const toRedis = redis && (await proxyTo(() => redis.port));
    if (!isApi) mailConnections.push(toMail);
    if (isApi) apiPorts.push(port);
    const entrance = isApi && !scale ? await proxyTo(() => port) : undefined;
    if (entrance) doors.push({ name, url: urlOf(entrance), openSince: 0 });
    connections.set(name, [toDatabase, toStripe, ...(toRedis ? [toRedis] : []), entrance ?? toMail]);
    const databaseUrl = new URL(postgres.url);
    databaseUrl.port = String(toDatabase.port);
    const part = nodePart(
      name,
      app(isApi ? 'api' : 'worker'),
      {
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
        LIMIT_PER_ADDRESS: '999999',
        LIMIT_PER_ACCOUNT: '999999',
        DATABASE_URL: databaseUrl.href,
        ...(toRedis ? { REDIS_URL: `redis://127.0.0.1:${toRedis.port}` } : {}),
        ...(scale?.redisUrl === undefined ? {} : { REDIS_URL: scale.redisUrl }),
        QUEUE_PREFIX: PREFIX,
        SMTP_URL: `smtp://127.0.0.1:${toMail.port}`,
        STRIPE_API_KEY: apiKey,
        STRIPE_API_BASE: urlOf(toStripe),
        STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
        STORAGE_DIR: join(folder, 'files'),
        PUBLIC_URL: 'http://127.0.0.1:8080',
        PORT: String(port),
        WORKER_PORT: String(port),
        ...ADMIN.settings,
        ...(name === 'worker 2'
          ? { NODE_OPTIONS: `--import ${SHIFTED_CLOCK}`, CLOCK_SHIFT_MS: String(options.clockShiftMs) }
          : {}),
      },
      `http://127.0.0.1:${port}/health`,
    );
    await part.start();
    parts.set(name, part);
    // By a clock that is wrong, schedules are late: such a worker works, and says that it is not ready.
    await untilOk(`http://127.0.0.1:${port}/health${name === 'worker 2' ? '' : '/ready'}`);
  }
  if (scale) {
    let turn = 0;
    const balancer = await proxyTo(() => apiPorts[turn++ % apiPorts.length] ?? 1);
    doors.push({ name: 'the balancer', url: urlOf(balancer), openSince: 0 });
  }
  return {
    backend,
    queueSettings: () => ({
      DATABASE_URL: postgres.url,
      ...(redis ? { REDIS_URL: `redis://127.0.0.1:${redis.port}` } : {}),
      ...(scale?.redisUrl === undefined ? {} : { REDIS_URL: scale.redisUrl }),
      QUEUE_PREFIX: PREFIX,
    }),
    parts,
    get postgres() {
      return postgres;
    },
    redis,
    mailServer,
    stripe,
    disk,
    doors,
    connections,
    mailConnections,
    webhookSecret: WEBHOOK_SECRET,
    mails: () => readMails(journal),
    customers: async () => {
      const answer = stripe.message(isReport);
      stripe.tell({ report: true });
      return (await answer).customers;
    },
    promote: async () => {
      if (!standby) throw new Error('There is no standby');
      await primary.kill();
      await standby.promote();
      postgres = standby;
    },
  };
}

function here(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

function app(name: 'api' | 'worker'): string {
  return here(`../../../../apps/${name}/dist/main.js`);
}

function urlOf({ port }: Proxy): string {
  return `http://127.0.0.1:${port}`;
}

/** Starts a standby that streams from this server, which from then on waits with each commit until the standby shows it. */
async function startStandby(
  primary: PostgresPart,
  folder: string,
  settings: readonly string[],
  onEnded: (how: string) => void,
): Promise<PostgresPart> {
  await copyCluster(primary.url, primary.folder, folder, 'standby.signal');
  const { hostname, port, username, password } = new URL(primary.url);
  const source = `primary_conninfo=host=${hostname} port=${port} user=${username} password=${password}`;
  const standby = new PostgresPart(folder, [...settings, source], onEnded);
  await standby.start();
  await primary.waitForStandby();
  return standby;
}

/** The mails in the journal of a mail server. */
export function readMails(journal: string): TakenMail[] {
  if (!existsSync(journal)) return [];
  return readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [recipient = '', messageId = ''] = line.split(' ');
      return { recipient, messageId };
    });
}

function isPlace(message: unknown): message is { readonly url: string; readonly apiKey: string } {
  return typeof message === 'object' && message !== null && 'url' in message;
}

function isReport(message: unknown): message is { readonly customers: readonly StripeCustomer[] } {
  return typeof message === 'object' && message !== null && 'customers' in message;
}
