import { execFile } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
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

  /** Leaves no room. */
  fill(): void {
    const file = openSync(this.filling, 'w');
    try {
      for (;;) writeSync(file, CHUNK);
    } catch (error) {
      if (errorCode(error) !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  /** Gives the room back. */
  free(): void {
    rmSync(this.filling, { force: true });
  }

  async unmount(): Promise<void> {
    await promisify(execFile)('umount', ['--lazy', this.folder]);
  }

  private get filling(): string {
    return join(this.folder, 'filling');
  }
}
