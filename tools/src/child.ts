import { fork } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

/** A process of Rollcall that runs beside this one and ends when this one has ended. */
export interface Child {
  readonly name: string;
  /** Undefined if it could not be started. */
  readonly pid: number | undefined;
  /** Resolves when the process has ended, with the reason: `code 1` or `SIGKILL`. */
  readonly exited: Promise<string>;
  /** Asks the process to finish its work and end. Returns false if it had to be killed after `patienceMs`. */
  stop(patienceMs?: number): Promise<boolean>;
}

const MAX_DRAIN_MS = 15_000;
const LEAVE_WITH_PARENT = new URL('./leave-with-parent.js', import.meta.url).href;

/** Starts the built program `file` with this environment. Its output is shown unless `output` is `quiet`. */
export function startChild(
  name: string,
  file: string,
  environment: NodeJS.ProcessEnv,
  output: 'shown' | 'quiet' = 'shown',
): Child {
  const stdout = output === 'shown' ? 'inherit' : 'ignore';
  const child = fork(file, {
    env: environment,
    execArgv: ['--import', LEAVE_WITH_PARENT],
    stdio: ['ignore', stdout, 'inherit', 'ipc'],
    detached: true, // A process group of its own: Ctrl-C is for this process, which stops things in order.
  });
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal ?? `code ${String(code)}`);
    });
    child.once('error', (error) => {
      resolve(error.message);
    });
  });
  return {
    name,
    pid: child.pid,
    exited,
    stop: async (patienceMs = MAX_DRAIN_MS) => {
      child.kill('SIGTERM');
      const tooLong = new AbortController();
      const drained = await Promise.race([
        exited.then(() => true),
        setTimeout(patienceMs, false, { signal: tooLong.signal }).catch(() => false),
      ]);
      tooLong.abort();
      if (drained) return true;
      child.kill('SIGKILL');
      await exited;
      return false;
    },
  };
}
