import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';

import { type Part, signal } from './part.js';

/** The Redis of a run as a part, with a log that it reads at its next start. */
export class RedisPart implements Part {
  readonly name = 'Redis';
  private server: ChildProcess | undefined;

  /** `onEnded` is called when it ended and nobody had killed it. It is started again. `more` are further settings. */
  constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly log: number,
    private readonly onEnded: (how: string) => void,
    private readonly more: Readonly<Record<string, string | number>> = {},
  ) {}

  get pid(): number {
    return this.server?.pid ?? 0;
  }

  /** @throws Error when `redis-server` is not installed */
  async start(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const settings = {
      port: this.port,
      bind: '127.0.0.1',
      dir: this.folder,
      appendonly: 'yes',
      save: '',
      ...this.more,
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const server = spawn('redis-server', args, { stdio: ['ignore', this.log, this.log] });
    await once(server, 'spawn').catch((error: unknown) => {
      throw new Error('redis-server is not installed (Debian: apt-get install redis-server)', { cause: error });
    });
    this.server = server;
    server.once('exit', (code, by) => {
      if (this.server !== server) return;
      this.onEnded(by ?? `code ${String(code)}`);
      void this.start();
    });
  }

  async kill(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server?.exitCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  /** Removes its log: after a kill, it starts as one that has never run. */
  async forget(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  pause(): void {
    if (this.pid) signal(this.pid, 'SIGSTOP');
  }

  resume(): void {
    if (this.pid) signal(this.pid, 'SIGCONT');
  }
}
