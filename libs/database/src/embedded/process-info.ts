import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the operating system says about a living process. */
export interface ProcessInfo {
  /** Differs between two processes that had the same pid one after the other. For comparison only. */
  readonly startedAt: string;
  /** The program and its arguments, separated by spaces. */
  readonly command: string;
}

/**
 * Looks up a process by its pid. Undefined when there is none, or when it has ended and its parent has not collected
 * it.
 */
export function processInfo(pid: number): Promise<ProcessInfo | undefined> {
  return process.platform === 'linux' ? processInfoFromProc(pid) : processInfoFromPs(pid);
}

/** As {@link processInfo}, on Linux, where small images come without `ps`. See proc_pid_stat(5) for the fields. */
export async function processInfoFromProc(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const [stat, commandLine, bootId] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The second field is the program's name in brackets and may hold anything, further brackets included.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTicks] = [fields[0], fields[19]];
    if (state === 'Z' || startTicks === undefined) return undefined;
    return { startedAt: `${startTicks} ticks after boot ${bootId.trim()}`, command: commandLine.replaceAll('\0', ' ') };
  } catch {
    return undefined;
  }
}

/** As {@link processInfo}, where there is no `/proc`. */
export async function processInfoFromPs(pid: number): Promise<ProcessInfo | undefined> {
  const columns = ['-o', 'stat=', '-o', 'lstart=', '-o', 'args='];
  const { stdout } = await run('ps', ['-ww', ...columns, '-p', String(pid)], { env: { LC_ALL: 'C', TZ: 'UTC' } }).catch(
    () => ({ stdout: '' }),
  );
  const [, state, startedAt, command] = /^\s*(\S+)\s+(\w+ +\w+ +\d+ [\d:]+ \d+)\s+(.*)/.exec(stdout) ?? [];
  if (state?.startsWith('Z') !== false || startedAt === undefined || command === undefined) return undefined;
  return { startedAt, command };
}
