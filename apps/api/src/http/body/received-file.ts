import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';

/**
 * A file that a request contained. It is on the disk of this machine without a name, so that the system deletes it when
 * the process ends, also after a crash.
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

  /** The content from the beginning; only the first `bytes` if that is given. */
  readonly read = (bytes?: number): Readable =>
    this.handle.createReadStream({ start: 0, autoClose: false, ...(bytes === undefined ? {} : { end: bytes - 1 }) });

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** A digest of the content, by which two requests with files are compared. */
  toJSON(): string {
    return (this.digest ??= this.hash.digest('base64'));
  }
}
