import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { freePort, startEmbeddedServer } from '@rollcall/database/embedded';
import pg from 'pg';

import { ADMIN } from '../bench/scene.js';
import { type Child, startChild } from '../child.js';
import { Cleanups } from '../cleanups.js';
import { Proxy } from './machine/proxy.js';
import { untilOk } from './machine/ready.js';

const USAGE = `Usage:
  node tools/dist/torture/upgrade.js <folder of a checkout of an earlier version, built>

Runs two apis and a worker of that version behind a TCP balancer and replaces them, one by one, by those of this checkout, while agents
are created, changed and read. Ends with 1 if a request fails; none is sent again.`;

const THIS = fileURLToPath(new URL('../../..', import.meta.url));
/** How long each mixture of versions is under load. */
const MIXED_MS = 5_000;
/** How long a balancer sends nothing new to an api before that is told to end. */
const DRAINED_MS = 500;

const cleanups = new Cleanups();
const [earlier] = process.argv.slice(2);
try {
  if (earlier === undefined) process.stderr.write(`${USAGE}\n`);
  process.exitCode = earlier === undefined ? 2 : (await run(resolve(earlier))) ? 0 : 1;
} finally {
  await cleanups.run();
}
process.exit();

/** An api or a worker, and where it listens. */
interface Running {
  readonly child: Child;
  readonly port: number;
}

/** Returns whether no request failed. */
async function run(earlierFolder: string): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-upgrade-'));
  cleanups.add(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer({ folder, durable: true });
  cleanups.add(() => server.stop());
  await server.createDatabase('rollcall');
  const settings = { DATABASE_URL: server.url('rollcall'), STORAGE_DIR: join(folder, 'files') };
  const start = (app: 'api' | 'worker', from: string) => startApp(app, from, settings);

  const apis = [await start('api', earlierFolder), await start('api', earlierFolder)];
  let worker = await start('worker', earlierFolder);
  const before = await migrations(settings.DATABASE_URL);
  let turn = 0;
  const balancer = await Proxy.start(() => apis[turn++ % apis.length]?.port ?? 1);
  cleanups.add(() => balancer.close());

  const counts = { answered: 0, failed: new Array<string>() };
  const enough = new AbortController();
  const working = Promise.all([1, 2, 3].map((client) => work(balancer.port, client, counts, enough.signal)));
  const stage = async (what: string) => {
    await setTimeout(MIXED_MS);
    process.stdout.write(`${what}: ${counts.answered} requests answered, ${counts.failed.length} failed\n`);
  };
  await stage('the earlier version');
  for (const place of [0, 1]) {
    const newer = await start('api', THIS);
    const [older] = apis.splice(place, 1, newer);
    await setTimeout(DRAINED_MS);
    await older?.child.stop();
    await stage(`api ${place + 1} is of this version`);
  }
  const newer = await start('worker', THIS);
  await worker.child.stop();
  worker = newer;
  await stage('and so is the worker');
  enough.abort();
  await working;
  const after = await migrations(settings.DATABASE_URL);
  process.stdout.write(`${after - before} migrations ran meanwhile\n`);
  for (const failure of counts.failed) process.stdout.write(`${failure}\n`);
  return counts.failed.length === 0;
}

async function startApp(app: 'api' | 'worker', from: string, more: Readonly<Record<string, string>>): Promise<Running> {
  const port = await freePort();
  const settings = {
    ...{ NODE_ENV: 'production', LOG_LEVEL: 'warn', PORT: String(port), WORKER_PORT: String(port) },
    ...{ SMTP_URL: 'smtp://127.0.0.1:1', PUBLIC_URL: 'http://127.0.0.1:8080', ...ADMIN.settings, ...more },
  };
  const child = startChild(app, join(from, 'apps', app, 'dist', 'main.js'), settings);
  cleanups.add(async () => {
    await child.stop();
  });
  await untilOk(`http://127.0.0.1:${port}/health/ready`);
  return { child, port };
}

async function migrations(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::int FROM migrations');
  await client.end();
  return rows[0]?.count ?? 0;
}

/** Creates, changes and reads agents until it is enough. */
async function work(
  port: number,
  client: number,
  counts: { answered: number; readonly failed: string[] },
  enough: AbortSignal,
): Promise<void> {
  const ask = async (method: string, path: string, body?: object): Promise<number | undefined> => {
    try {
      const { status, text } = await send(port, method, `/api/v1${path}`, body);
      if (status >= 300) throw new Error(`${status} ${text}`);
      counts.answered++;
      return (JSON.parse(text) as { readonly data?: { readonly id?: number } }).data?.id;
    } catch (error) {
      counts.failed.push(`${method} ${path}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  for (let number = 1; !enough.aborted; number++) {
    const agent = { first_name: 'Ada', email: `ada-${client}-${number}@example.com`, role: 'Agent' };
    const id = await ask('POST', '/agents', { ...agent, send_welcome_email: false });
    if (id === undefined) continue;
    await ask('PUT', `/agents/${id}`, { ...agent, last_name: 'Lovelace', roles: ['Agent'], teams: [], enabled: true });
    await ask('GET', `/agents/${id}`);
    await ask('GET', '/agents?limit=20');
  }
}

/** Each request has a connection of its own: one that is kept may be closed by an api that ends in the moment that it is used. */
function send(port: number, method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
  return new Promise((done, failed) => {
    const headers = {
      authorization: ADMIN.authorization,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const agent = new Agent({ keepAlive: false });
    const sent = request({ port, host: '127.0.0.1', method, path, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        done({ status: response.statusCode ?? 0, text });
      });
      response.on('error', failed);
    });
    sent.on('error', failed);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
