import { execFile } from 'node:child_process';
import { chown, copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import pg from 'pg';

/**
 * Copies the data of a running embedded server in the folder `from` to the folder `to`, as pg_basebackup does, which must be of the
 * server's own version and comes with no package. Returns the name of the last file of the log that the copy needs to be whole.
 * https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 *
 * @param signal the file that tells a server on the copy what it is to be
 */
export async function copyCluster(
  url: string,
  from: string,
  to: string,
  signal: 'recovery.signal' | 'standby.signal',
): Promise<string> {
  const cluster = join(to, 'cluster');
  const client = new pg.Client(url);
  await client.connect();
  await client.query("SELECT pg_backup_start('rollcall', fast => true)");
  await mkdir(to, { mode: 0o755 });
  // A file may change or vanish while it is copied; what is missing is in the log.
  await promisify(execFile)('cp', ['--archive', join(from, 'cluster'), cluster]).catch(() => undefined);
  const { rows } = await client.query<{ labelfile: string; file: string }>(
    'SELECT labelfile, pg_walfile_name(lsn) AS file FROM pg_backup_stop(wait_for_archive => false)',
  );
  await client.end();
  const [stopped] = rows;
  if (!stopped) throw new Error('The backup did not stop');
  await rm(join(cluster, 'postmaster.pid'), { force: true });
  await promisify(execFile)('sh', ['-c', 'rm -rf "$0"/pg_wal/[0-9A-F]* "$0"/pg_replslot/*', cluster]);
  await copyFile(join(from, 'password'), join(to, 'password'));
  const { uid, gid } = await stat(cluster);
  for (const [name, text] of [
    ['backup_label', stopped.labelfile],
    [signal, ''],
  ] as const) {
    await writeFile(join(cluster, name), text);
    await chown(join(cluster, name), uid, gid);
  }
  return stopped.file;
}
