import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';
import { StoredFiles } from '@rollcall/storage';

/** Deletes the files that nothing names. */
@Injectable()
@HandlesJob('files-sweep')
export class FilesSweepHandler implements JobHandler<'files-sweep'> {
  constructor(private readonly files: StoredFiles) {}

  async handle(): Promise<void> {
    await this.files.sweep();
  }
}
