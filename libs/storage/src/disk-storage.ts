import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { FileStorage } from './file-storage.js';

/** Files in a folder that all processes of one machine share, or machines by a network file system. */
export class DiskStorage extends FileStorage {
  constructor(private readonly folder: string) {
    super();
  }

  /** Under another name at first: nobody reads half a file, and a crash leaves none under its name. */
  override async write(name: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const unfinished = `${this.pathOf(name)}.part`;
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, this.pathOf(name));
  }

  override async read(name: string): Promise<Uint8Array | null> {
    try {
      return await readFile(this.pathOf(name));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  override async delete(name: string): Promise<void> {
    await rm(`${this.pathOf(name)}.part`, { force: true });
    await rm(this.pathOf(name), { force: true });
  }

  private pathOf(name: string): string {
    return path.join(this.folder, name);
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
