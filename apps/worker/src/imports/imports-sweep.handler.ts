import { Injectable } from '@nestjs/common';
import { Imports } from '@rollcall/imports';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';

/** Removes imports that were kept for long enough. */
@Injectable()
@HandlesJob('imports-sweep')
export class ImportsSweepHandler implements JobHandler<'imports-sweep'> {
  constructor(private readonly imports: Imports) {}

  async handle(): Promise<void> {
    await this.imports.sweep();
  }
}
