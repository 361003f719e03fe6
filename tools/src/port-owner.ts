import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';

import { processInfo } from '@rollcall/database/embedded';

const run = promisify(execFile);

/** `st` of a socket that listens, in /proc/net/tcp. */
const LISTENING = '0A';

/** A process that listens on a port. */
export interface PortOwner {
  readonly pid: number;
  readonly name: string;
}

/** The process that listens on the TCP port. Undefined if there is none, or if this user may not inspect it. */
export async function portOwner(port: number): Promise<PortOwner | undefined> {
  const pid = await (process.platform === 'linux' ? pidFromProc(port) : pidFromLsof(port));
  if (pid === undefined) return undefined;
  const [program = ''] = (await processInfo(pid))?.command.split(' ') ?? [];
  return { pid, name: basename(program) };
}

/** For Linux, where small images lack programs that show the owner of a port. See proc_pid_net(5) for the columns. */
async function pidFromProc(port: number): Promise<number | undefined> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const sockets = tables
    .flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)))
    .filter(([, local, , state]) => state === LISTENING && Number.parseInt(local?.split(':')[1] ?? '', 16) === port)
    .map((columns) => `socket:[${String(columns[9])}]`);
  for (const pid of await entries('/proc'))
    for (const file of await entries(`/proc/${pid}/fd`))
      if (sockets.includes(await readlink(`/proc/${pid}/fd/${file}`).catch(() => ''))) return Number(pid);
  return undefined;
}

/** The numeric names in a folder; empty if the folder does not exist or this user may not read it. */
async function entries(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => /^\d+$/.test(name));
}

async function pidFromLsof(port: number): Promise<number | undefined> {
  const { stdout } = await run('lsof', ['-nPt', `-iTCP:${port}`, '-sTCP:LISTEN']).catch(() => ({ stdout: '' }));
  const pid = Number.parseInt(stdout, 10);
  return Number.isNaN(pid) ? undefined : pid;
}
