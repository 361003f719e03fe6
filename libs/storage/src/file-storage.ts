/** Keeps the bytes of files under their names. A file is written once and never changed. */
export abstract class FileStorage {
  /** When it ends, the file is there as a whole. */
  abstract write(name: string, bytes: Uint8Array, mediaType: string): Promise<void>;

  /** The file, or null when there is none of this name. */
  abstract read(name: string): Promise<Uint8Array | null>;

  /** Afterwards there is no file of this name, whether or not there was one before. */
  abstract delete(name: string): Promise<void>;
}
