import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { processInfo } from './process-info.js';

const POLL_MS = 50;

/**
 * Stops a server whose starter was killed. If the process of the pid file is gone, or is another program by now, the
 * file is removed.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (Number.isNaN(pid)) return;
  if (!(await isPostgresOn(pid, cluster))) {
    await rm(pidFile, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  while (await isPostgresOn(pid, cluster)) await setTimeout(POLL_MS);
}

async function isPostgresOn(pid: number, cluster: string): Promise<boolean> {
  const command = (await processInfo(pid))?.command ?? '';
  return command.includes('postgres') && command.includes(cluster);
}
