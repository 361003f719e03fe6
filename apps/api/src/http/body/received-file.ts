import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';

/**
 * A file that a request brought. It lies on the disk of this machine without a name, so that nothing of it is left when the
 * process ends, however it does.
 */
export class ReceivedFile {
  private readonly hash = createHash('sha256');
  private digest: string | undefined;

  private constructor(private readonly handle: FileHandle) {}

  static async create(): Promise<ReceivedFile> {
    const name = path.join(tmpdir(), `rollcall-${randomUUID()}`);
    const handle = await open(name, 'wx+', 0o600);
    await unlink(name);
    return new ReceivedFile(handle);
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.hash.update(bytes);
    await this.handle.appendFile(bytes);
  }

  /** Its content from the beginning; only the first `bytes` when that is given. */
  readonly read = (bytes?: number): Readable =>
    this.handle.createReadStream({ start: 0, autoClose: false, ...(bytes === undefined ? {} : { end: bytes - 1 }) });

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** What tells one content from another, where a request is told from another by its body. */
  toJSON(): string {
    return (this.digest ??= this.hash.digest('base64'));
  }
}
