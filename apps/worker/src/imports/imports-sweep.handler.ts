import { Injectable } from '@nestjs/common';
import { BulkChanges, Imports } from '@rollcall/imports';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';

/** Removes imports and bulk changes that were kept for long enough. */
@Injectable()
@HandlesJob('imports-sweep')
export class ImportsSweepHandler implements JobHandler<'imports-sweep'> {
  constructor(
    private readonly imports: Imports,
    private readonly changes: BulkChanges,
  ) {}

  async handle(): Promise<void> {
    await this.imports.sweep();
    await this.changes.sweep();
  }
}
