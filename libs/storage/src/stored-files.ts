import { randomBytes } from 'node:crypto';

import { Injectable, Logger } from '@nestjs/common';
import { assertNoTransaction } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';
import { DataSource } from 'typeorm';

import { FileStorage } from './file-storage.js';

/** The kinds of files that are stored, by the ending of their names. */
const MEDIA_TYPES = { webp: 'image/webp' } as const;

export type FileEnding = keyof typeof MEDIA_TYPES;

/** A file as it was stored. */
export interface StoredFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** 160 random bits: nobody guesses a name. */
const NAME_BYTES = 20;
const NAME = /^[0-9a-f]{40}\.webp$/;

const SWEEP_FILES = 100;

/**
 * Files that rows name. A file is stored first and named then, by the path {@link pathOfFile} in a row; the database keeps the
 * list of those that nothing names, and {@link sweep} deletes them after an hour. What a row names is never deleted: a trigger
 * of the naming table takes the file off that list, and fails when the sweep was faster.
 */
@Injectable()
export class StoredFiles {
  private readonly logger = new Logger(StoredFiles.name);

  constructor(
    private readonly storage: FileStorage,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Stores a file that nothing names yet, and gives its name. It must be named within an hour.
   * @throws DomainError `storage_unavailable`
   * @throws Error inside a database transaction
   */
  async add(bytes: Uint8Array, ending: FileEnding): Promise<string> {
    assertNoTransaction('A file is stored');
    const name = `${randomBytes(NAME_BYTES).toString('hex')}.${ending}`;
    // At once, and not with what follows: a crash must leave no file that nobody knows.
    await this.dataSource.query('INSERT INTO unnamed_files (name) VALUES ($1)', [name]);
    await this.reached(this.storage.write(name, bytes, MEDIA_TYPES[ending]));
    return name;
  }

  /**
   * The file of this name, or null; a text that cannot be a name is one that no file has.
   * @throws DomainError `storage_unavailable`
   */
  async read(name: string): Promise<StoredFile | null> {
    if (!NAME.test(name)) return null;
    const bytes = await this.reached(this.storage.read(name));
    return bytes && { bytes, mediaType: MEDIA_TYPES.webp };
  }

  /** Deletes the files that nothing has named for an hour. When it is cut off, the next one goes on. */
  async sweep(): Promise<void> {
    assertNoTransaction('Files are deleted');
    for (;;) {
      const names = await this.doom();
      for (const name of names) await this.storage.delete(name);
      await this.dataSource.query('DELETE FROM unnamed_files WHERE name = ANY ($1) AND doomed', [names]);
      if (names.length < SWEEP_FILES) return;
    }
  }

  private async reached<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      this.logger.error({ err: error }, 'The storage of files failed');
      throw new DomainError(
        'storage_unavailable',
        'Files cannot be stored or read at the moment; try again in a minute',
      );
    }
  }

  /** Some of the files that are to be deleted. From now on nothing can name them. */
  private async doom(): Promise<string[]> {
    const [rows]: [{ name: string }[], number] = await this.dataSource.query(
      `UPDATE unnamed_files SET doomed = true WHERE name IN (
         SELECT name FROM unnamed_files WHERE since < now() - interval '1 hour'
         ORDER BY since LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING name`,
      [SWEEP_FILES],
    );
    return rows.map(({ name }) => name);
  }
}

/** Where a file is served, and what a row holds that names it. */
export function pathOfFile(name: string): string {
  return `/uploads/${name}`;
}
