import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from '@rollcall/database/embedded';

import { ADMIN } from '../../bench/scene.js';
import type { Cleanups } from '../../cleanups.js';
import type { Backend, PartName } from '../faults/plan.js';
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
  readonly name: 'api 1' | 'api 2';
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
  readonly parts: ReadonlyMap<PartName, Part>;
  readonly postgres: PostgresPart;
  readonly redis: RedisPart | undefined;
  readonly mailServer: NodePart;
  readonly stripe: NodePart;
  readonly disk: Disk | undefined;
  readonly doors: readonly Door[];
  /** The ways out of a process, or into an api. */
  readonly connections: ReadonlyMap<PartName, readonly Proxy[]>;
  /** The ways from the workers to the mail server. */
  readonly mailConnections: readonly Proxy[];
  readonly webhookSecret: string;
  mails(): TakenMail[];
  customers(): Promise<readonly StripeCustomer[]>;
}

export interface MachineOptions {
  readonly backend: Backend;
  /** Where all that they store goes. */
  readonly folder: string;
  /** How far the clock of worker 2 is ahead, in milliseconds. */
  readonly clockShiftMs: number;
  /** Called when a process ended that nobody had killed. */
  readonly onEnded: (name: string, how: string) => void;
}

const APPS = ['api 1', 'api 2', 'worker 1', 'worker 2'] as const;
const WEBHOOK_SECRET = 'whsec_torture';
const SHIFTED_CLOCK = new URL('./shifted-clock.js', import.meta.url).href;
const PREFIX = 'torture';

/** Starts all parts, each a child of this process, and returns when the apis and the workers are ready. */
export async function startMachine(cleanups: Cleanups, options: MachineOptions): Promise<Machine> {
  const { backend, folder, onEnded } = options;
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
  const postgres = new PostgresPart(disk?.folder ?? join(folder, 'disk'), settings, ended('PostgreSQL'));
  cleanups.add(() => postgres.stop());
  await postgres.start();
  await postgres.createDatabase();

  const redis =
    backend === 'redis'
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

  const parts = new Map<PartName, Part>([['PostgreSQL', postgres]]);
  if (redis) parts.set('Redis', redis);
  const connections = new Map<PartName, Proxy[]>();
  const mailConnections: Proxy[] = [];
  const doors: Door[] = [];
  for (const name of APPS) {
    const isApi = name.startsWith('api');
    const port = await freePort();
    const toDatabase = await proxyTo(() => postgres.port);
    const toStripe = await proxyTo(() => Number(new URL(stripeUrl).port));
    const toMail = await proxyTo(() => mailPort);
    const toRedis = redis && (await proxyTo(() => redis.port));
    if (!isApi) mailConnections.push(toMail);
    const entrance = isApi ? await proxyTo(() => port) : undefined;
    if (entrance) doors.push({ name: nameOfDoor(name), url: urlOf(entrance), openSince: 0 });
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
        ...(toRedis ? { REDIS_URL: `redis://127.0.0.1:${toRedis.port}`, QUEUE_PREFIX: PREFIX } : {}),
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
  return {
    backend,
    queueSettings: () => ({
      DATABASE_URL: postgres.url,
      ...(redis ? { REDIS_URL: `redis://127.0.0.1:${redis.port}`, QUEUE_PREFIX: PREFIX } : {}),
    }),
    parts,
    postgres,
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

function nameOfDoor(name: PartName): Door['name'] {
  return name === 'api 1' ? name : 'api 2';
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
