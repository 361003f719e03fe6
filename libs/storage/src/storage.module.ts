import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rollcall/config';

import { DiskStorage } from './disk-storage.js';
import { FileStorage } from './file-storage.js';
import { S3Storage } from './s3-storage.js';
import { StoredFiles } from './stored-files.js';
import { UnnamedFileEntity } from './unnamed-file.entity.js';

/** Files, on disk or in a bucket as the configuration says. */
@Module({
  imports: [TypeOrmModule.forFeature([UnnamedFileEntity])],
  providers: [
    {
      provide: FileStorage,
      inject: [CONFIG],
      useFactory: ({ storage }: Config): FileStorage =>
        storage.kind === 'disk' ? new DiskStorage(storage.folder) : new S3Storage(storage),
    },
    StoredFiles,
  ],
  exports: [StoredFiles],
})
export class StorageModule {}
