import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { type EmbeddedServer, startEmbeddedServer } from '@rollcall/database/embedded';

import pg from 'pg';

import { type Part, signal } from './part.js';

const RETRY_MS = 300;

/** The PostgreSQL of a run as a part: the embedded one, durable as by `npm start`. Each start gives it another port. */
export class PostgresPart implements Part {
  readonly name = 'PostgreSQL';
  pid = 0;
  private server: EmbeddedServer | undefined;
  private mayEnd = false;

  /** `onEnded` is called when it ended and nobody had killed it. It is started again. */
  constructor(
    readonly folder: string,
    private readonly settings: readonly string[],
    private readonly onEnded: (how: string) => void,
  ) {}

  /** Its URL now, past all proxies. @throws Error while it does not run */
  get url(): string {
    if (!this.server) throw new Error('PostgreSQL does not run');
    return this.server.url('rollcall');
  }

  get port(): number {
    return this.server ? Number(new URL(this.url).port) : 1;
  }

  /** While true, it may end by itself: its disk is full. */
  allowEnd(mayEnd: boolean): void {
    this.mayEnd = mayEnd;
  }

  async start(): Promise<void> {
    for (;;) {
      try {
        const server = await startEmbeddedServer({ folder: this.folder, durable: true, settings: this.settings });
        this.server = server;
        this.pid = Number(readFileSync(join(this.folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
        void server.exited.then(() => this.ended(server));
        return;
      } catch (error) {
        // On a full disk it starts once there is room again.
        if (!this.mayEnd) throw error;
        await setTimeout(RETRY_MS);
      }
    }
  }

  async createDatabase(): Promise<void> {
    await this.server?.createDatabase('rollcall');
  }

  /** Waits until it takes connections: after a crash of one of its processes it replays its log first. */
  async untilAnswering(): Promise<void> {
    for (;;) {
      const client = this.server && new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 2_000 });
      client?.on('error', () => undefined);
      try {
        await client?.connect();
        await client?.query('CREATE TABLE IF NOT EXISTS torture_room (); DROP TABLE torture_room');
        if (client) return;
      } catch {
        // Not yet.
      } finally {
        await client?.end().catch(() => undefined);
      }
      await setTimeout(RETRY_MS);
    }
  }

  /** Has each commit wait until a standby shows it, and returns once one streams. */
  async waitForStandby(): Promise<void> {
    const streams = "SELECT FROM pg_stat_replication WHERE state = 'streaming'";
    while ((await this.ask(streams)) === 0) await setTimeout(RETRY_MS);
    await this.ask("ALTER SYSTEM SET synchronous_standby_names = '*'");
    await this.ask('SELECT pg_reload_conf()');
    const waits = "SELECT FROM pg_stat_replication WHERE sync_state = 'sync'";
    while ((await this.ask(waits)) === 0) await setTimeout(RETRY_MS);
  }

  /** Makes a standby a primary, and returns once it takes changes. */
  async promote(): Promise<void> {
    await this.ask('SELECT pg_promote()');
    await this.untilAnswering();
  }

  private async ask(sql: string): Promise<number | null> {
    const client = new pg.Client(this.url);
    await client.connect();
    try {
      return (await client.query(sql)).rowCount;
    } finally {
      await client.end();
    }
  }

  async kill(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    const processes = this.processes();
    for (const pid of processes) signal(pid, 'SIGKILL');
    await server?.exited;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    this.resume();
    await server?.stop();
  }

  pause(): void {
    for (const pid of this.processes()) signal(pid, 'SIGSTOP');
  }

  resume(): void {
    for (const pid of this.processes()) signal(pid, 'SIGCONT');
  }

  private async ended(server: EmbeddedServer): Promise<void> {
    if (this.server !== server) return;
    this.server = undefined;
    if (!this.mayEnd) this.onEnded('it is not said how');
    await this.start();
  }

  /** Its first process, then one for each connection and task, as Linux tells them. */
  private processes(): number[] {
    if (!this.pid) return [];
    const children = readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === this.pid)
      .map(Number);
    return [this.pid, ...children];
  }
}

function parentOf(pid: string): number | undefined {
  try {
    // "pid (name) state parent …"; a name may have spaces.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return undefined;
  }
}
