import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule, Transactions } from '@rollcall/database';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import S3rver from 's3rver';
import { DataSource } from 'typeorm';

import { StorageModule } from './storage.module.js';
import { pathOfFile, StoredFiles } from './stored-files.js';

const BYTES = Buffer.from('RIFF\0\xff', 'latin1');

describe.each(['disk', 's3'])('files on %s', (kind) => {
  let database: TestDatabase;
  let folder: string;
  let server: S3rver | undefined;
  let app: TestingModule;
  let dataSource: DataSource;
  let files: StoredFiles;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'rollcall-files-'));
    const config = loadConfig({
      ...{ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused' },
      ...(kind === 'disk' ? { STORAGE_DIR: path.join(folder, 'files') } : await bucket()),
    });
    app = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, StorageModule],
    }).compile();
    app.useLogger(false);
    await app.init();
    dataSource = app.get(DataSource);
    files = app.get(StoredFiles);
  });

  afterAll(async () => {
    await app.close();
    await server?.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const bucket = async () => {
    server = new S3rver({
      ...{ address: '127.0.0.1', port: 0, silent: true, directory: folder, vhostBuckets: false },
      configureBuckets: [{ name: 'avatars', configs: [] }],
    });
    const { port } = await server.run();
    return {
      S3_ENDPOINT: `http://127.0.0.1:${port}/avatars`,
      ...{ S3_REGION: 'us-east-1', S3_ACCESS_KEY_ID: 'S3RVER', S3_SECRET_ACCESS_KEY: 'S3RVER' },
    };
  };
  const agent = async (): Promise<number> => {
    const [{ id }]: [{ id: number }] = await dataSource.query(
      `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, enabled, availability_status)
       VALUES (gen_random_uuid(), now(), now(), 'Ada', '', true, 'offline') RETURNING id`,
    );
    return id;
  };
  const name = (id: number, file: string | null) =>
    dataSource.query('UPDATE agents SET avatar_url = $2 WHERE id = $1', [id, file && pathOfFile(file)]);
  const hourLater = () => dataSource.query(`UPDATE unnamed_files SET since = since - interval '61 minutes'`);
  const unnamed = async () => (await dataSource.query<unknown[]>('SELECT FROM unnamed_files')).length;

  it('are read as they were written, by names that nobody guesses', async () => {
    const stored = await files.add(BYTES, 'webp');
    expect(stored).toMatch(/^[0-9a-f]{40}\.webp$/);
    const file = await files.read(stored);
    expect(file?.mediaType).toBe('image/webp');
    expect(Buffer.from(file?.bytes ?? []).equals(BYTES)).toBe(true);
    expect(await files.add(BYTES, 'webp')).not.toBe(stored);
  });

  it('are not there by other names, and nothing outside of them is read', async () => {
    expect(await files.read(`${'0'.repeat(40)}.webp`)).toBeNull();
    for (const wrong of ['', '..', '../../etc/passwd', `${'0'.repeat(40)}.webp/..`, `${'0'.repeat(40)}.webp.part`])
      expect(await files.read(wrong)).toBeNull();
  });

  it('are deleted when nothing names them for an hour, and not while something does', async () => {
    const [named, replaced, fresh, never] = [
      await files.add(BYTES, 'webp'),
      await files.add(BYTES, 'webp'),
      await files.add(BYTES, 'webp'),
      await files.add(BYTES, 'webp'),
    ];
    const [ada, grace] = [await agent(), await agent()];
    await name(ada, replaced);
    await name(ada, named);
    await name(grace, fresh);
    await hourLater();
    await name(grace, null);
    await files.sweep();
    expect(await files.read(named)).not.toBeNull();
    expect(await files.read(fresh)).not.toBeNull();
    expect(await files.read(replaced)).toBeNull();
    expect(await files.read(never)).toBeNull();
    expect(await unnamed()).toBe(1);
    await hourLater();
    await files.sweep();
    expect(await files.read(fresh)).toBeNull();
    expect(await files.read(named)).not.toBeNull();
    expect(await unnamed()).toBe(0);
  });

  it('that are being named are not deleted, and those being deleted cannot be named', async () => {
    const [naming, doomed] = [await files.add(BYTES, 'webp'), await files.add(BYTES, 'webp')];
    const [ada, grace] = [await agent(), await agent()];
    await hourLater();
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('UPDATE agents SET avatar_url = $2 WHERE id = $1', [ada, pathOfFile(naming)]);
    await files.sweep();
    await runner.commitTransaction();
    await runner.release();
    expect(await files.read(naming)).not.toBeNull();
    await expect(name(grace, doomed)).rejects.toThrow('deleted before anything named it');
    await expect(name(grace, naming)).rejects.toThrow('is named already');
  });

  it('whose deletion was cut off are deleted by the next sweep', async () => {
    const stored = await files.add(BYTES, 'webp');
    await hourLater();
    await dataSource.query('UPDATE unnamed_files SET doomed = true');
    await files.sweep();
    expect(await files.read(stored)).toBeNull();
    expect(await unnamed()).toBe(0);
  });

  it('are not stored inside a database transaction', async () => {
    await expect(app.get(Transactions).run(() => files.add(BYTES, 'webp'))).rejects.toThrow(
      'inside a database transaction',
    );
  });

  it('that cannot be stored are refused, and leave nothing that is not swept', async () => {
    await server?.close();
    server = undefined;
    // No folder can be where a file is.
    await rm(path.join(folder, 'files'), { recursive: true, force: true });
    await writeFile(path.join(folder, 'files'), '');
    await expect(files.add(BYTES, 'webp')).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(await unnamed()).toBe(1);
  });
});
