import { fork, type Serializable } from 'node:child_process';
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
  /** Ends it by SIGKILL and waits until it is gone. */
  kill(): Promise<void>;
  /** Sends the program a message; one that has ended gets none. */
  tell(message: Serializable): void;
  /** Has `listener` called with each message of the program. */
  onMessage(listener: (message: unknown) => void): void;
}

const MAX_DRAIN_MS = 15_000;
const LEAVE_WITH_PARENT = new URL('./leave-with-parent.js', import.meta.url).href;

/**
 * Starts the built program `file` with this environment. Its output is shown unless `output` is `quiet`; as the number of an open
 * file, `output` gets that and what the program says on standard error.
 */
export function startChild(
  name: string,
  file: string,
  environment: NodeJS.ProcessEnv,
  output: 'shown' | 'quiet' | number = 'shown',
): Child {
  const [stdout, stderr] =
    typeof output === 'number' ? [output, output] : ([output === 'shown' ? 'inherit' : 'ignore', 'inherit'] as const);
  const child = fork(file, {
    env: environment,
    execArgv: ['--import', LEAVE_WITH_PARENT],
    stdio: ['ignore', stdout, stderr, 'ipc'],
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
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
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
      await kill();
      return false;
    },
    kill,
    tell: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
  };
}
