import { S3mini } from 's3mini';

import { FileStorage } from './file-storage.js';

/** A bucket of an S3-compatible storage. */
export interface Bucket {
  /** With the bucket, as `https://s3.eu-central-1.amazonaws.com/bucket`. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** How long one request to the storage may take. */
const TIMEOUT_MS = 10_000;

/** Files in a bucket. Nobody but Rollcall needs access to it. */
export class S3Storage extends FileStorage {
  private readonly bucket: S3mini;

  constructor(bucket: Bucket) {
    super();
    this.bucket = new S3mini({ ...bucket, requestAbortTimeout: TIMEOUT_MS });
  }

  override async write(name: string, bytes: Uint8Array, mediaType: string): Promise<void> {
    await this.bucket.putObject(name, bytes, mediaType);
  }

  override async read(name: string): Promise<Uint8Array | null> {
    const bytes = await this.bucket.getObjectArrayBuffer(name);
    return bytes && new Uint8Array(bytes);
  }

  override async delete(name: string): Promise<void> {
    await this.bucket.deleteObject(name);
  }
}
