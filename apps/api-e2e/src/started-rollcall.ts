import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

import { waitFor } from '@rollcall/testing';

const PROGRAM = fileURLToPath(new URL('../../../tools/dist/start.js', import.meta.url));
const SYSTEM_FOLDERS = ['/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

const START_MS = 40_000;

/** The process behind `npm start`, on a machine where nothing is configured but what a test says. */
export class StartedRollcall {
  /** All that stood on the screen so far. */
  output = '';
  private readonly process: ChildProcess;
  private readonly exit: Promise<unknown>;

  constructor(settings: Readonly<Record<string, string>>) {
    const PATH = [dirname(process.execPath), ...SYSTEM_FOLDERS].join(delimiter);
    const child = spawn(process.execPath, [PROGRAM], {
      env: { PATH, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a process group of its own, as a terminal gives it
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.process = child;
    this.exit = once(child, 'exit');
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Whether it has not ended, by itself or by a signal. */
  get alive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Returns when api and worker are ready. @throws Error with the screen when they do not get there */
  async ready(): Promise<this> {
    const ended = () => this.process.exitCode !== null;
    await waitFor('a start', () => ended() || this.output.includes('Rollcall is running'), START_MS).catch(() => false);
    if (ended() || !this.output.includes('Rollcall is running')) throw new Error(`No start:\n${this.output}`);
    return this;
  }

  /** Waits for the end and returns the exit code, null after a signal that kills. */
  async ended(): Promise<number | null> {
    await this.exit;
    return this.process.exitCode;
  }

  /** Sends the signal, unless it has ended already, and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.process.kill(signal);
    return this.ended();
  }

  /** What Ctrl-C does: the terminal sends SIGINT to all processes of its group. */
  async interrupt(): Promise<number | null> {
    process.kill(-this.pid, 'SIGINT');
    return this.ended();
  }

  /** The first group of the pattern as it stands on the screen. */
  find(pattern: RegExp): string {
    const [, found] = pattern.exec(this.output) ?? [];
    if (found === undefined) throw new Error(`${String(pattern)} is not in:\n${this.output}`);
    return found;
  }
}
