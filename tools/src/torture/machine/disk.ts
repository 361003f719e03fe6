import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { errorCode } from '../../error-code.js';

const SIZE = '768m';
const CHUNK = Buffer.alloc(1 << 20);

/** A small file system in memory that can be filled. */
export class Disk {
  private constructor(readonly folder: string) {}

  /** Mounts one at this folder; undefined where the machine or the user does not allow it. */
  static async mount(folder: string): Promise<Disk | undefined> {
    await mkdir(folder, { recursive: true });
    try {
      await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'tmpfs', folder]);
      return new Disk(folder);
    } catch {
      return undefined;
    }
  }

  /** Leaves no room. Meanwhile the proxies of this process go on: it may take seconds on a busy machine. */
  async fill(): Promise<void> {
    const file = await open(this.filling, 'w');
    try {
      for (;;) await file.write(CHUNK);
    } catch (error) {
      if (errorCode(error) !== 'ENOSPC') throw error;
    } finally {
      await file.close();
    }
  }

  /** Gives the room back. */
  async free(): Promise<void> {
    await rm(this.filling, { force: true });
  }

  async unmount(): Promise<void> {
    await promisify(execFile)('umount', ['--lazy', this.folder]);
  }

  private get filling(): string {
    return join(this.folder, 'filling');
  }
}
