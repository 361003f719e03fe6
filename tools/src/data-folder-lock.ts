import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { processInfo } from '@rollcall/database/embedded';

import { errorCode } from './error-code.js';
import { StartFailure } from './start-failure.js';

/** The right of this process to use a data folder. */
export interface DataFolderLock {
  /** True when the process that held it before was killed: what it started may need a moment to go. */
  readonly takenOver: boolean;
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  /** Tells the owner from a later process with the same pid. */
  readonly startedAt: string;
}

const RETRY_MS = 20;

/**
 * Makes this process the only one that uses `folder`, creating it when it is missing. The lock of a process that is
 * gone is cleared.
 * @throws StartFailure naming the process that uses the folder
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const file = join(folder, 'lock');
  const draft = `${file}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  const startedAt = (await processInfo(process.pid))?.startedAt ?? '';
  await writeFile(draft, JSON.stringify({ pid: process.pid, startedAt } satisfies Owner));
  try {
    // Written aside and linked into place, so that nobody ever reads half a lock.
    for (let takenOver = false; ; takenOver = true) {
      if (await createdLink(draft, file)) return { takenOver, release: () => rm(file, { force: true }) };
      const found = await readIfThere(file);
      if (found === undefined) continue;
      const owner = await livingOwner(found);
      if (owner)
        throw new StartFailure(
          `The data folder ${folder} is in use by the process ${owner.pid}. ` +
            `Stop that one (kill ${owner.pid}), or set DATA_DIR to another folder.`,
        );
      await clearStale(file, found, draft);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

async function createdLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function livingOwner(lock: string): Promise<Owner | undefined> {
  const owner = parseOwner(lock);
  if (!owner) return undefined;
  return (await processInfo(owner.pid))?.startedAt === owner.startedAt ? owner : undefined;
}

function parseOwner(lock: string): Owner | undefined {
  try {
    const owner = JSON.parse(lock) as Partial<Owner> | null;
    if (typeof owner?.pid !== 'number' || typeof owner.startedAt !== 'string') return undefined;
    return { pid: owner.pid, startedAt: owner.startedAt };
  } catch {
    return undefined;
  }
}

/**
 * Removes the lock that was found stale. One process at a time may do so, and only if the lock is still that one: else
 * it would remove the lock of a process that was quicker.
 */
async function clearStale(file: string, found: string, draft: string): Promise<void> {
  const claim = `${file}.claim`;
  if (await createdLink(draft, claim)) {
    if ((await readIfThere(file)) === found) await rm(file, { force: true });
    await rm(claim, { force: true });
  } else {
    const claimed = await readIfThere(claim);
    if (claimed !== undefined && !(await livingOwner(claimed))) await rm(claim, { force: true });
    await setTimeout(RETRY_MS);
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
