import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { processInfo } from '@rollcall/database/embedded';

import { errorCode } from './error-code.js';
import { StartFailure } from './start-failure.js';

/** The right of this process to use a data folder. */
export interface DataFolderLock {
  /** True if the previous owner was killed; the processes that it started may need a moment to end. */
  readonly takenOver: boolean;
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  /** Distinguishes the owner from a later process with the same pid. */
  readonly startedAt: string;
}

const RETRY_MS = 20;

/**
 * Makes this process the only one that uses `folder`, and creates the folder if it is missing. Removes the lock of a
 * process that has ended.
 * @throws StartFailure naming the process that uses the folder
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const file = join(folder, 'lock');
  const draft = `${file}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  const startedAt = (await processInfo(process.pid))?.startedAt ?? '';
  await writeFile(draft, JSON.stringify({ pid: process.pid, startedAt } satisfies Owner));
  try {
    // Written to another file and then linked, so that no process ever reads half a lock.
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
 * Removes a stale lock. Only one process at a time may do so, and only if the lock is still the same; otherwise it
 * would remove the new lock of a faster process.
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
