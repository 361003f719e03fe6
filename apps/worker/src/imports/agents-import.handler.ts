import { Injectable } from '@nestjs/common';
import { ImportRunner } from '@rollcall/imports';
import { HandlesJob, type JobHandler, type JobPayload, type JobRun } from '@rollcall/jobs';

/** Brings in the next rows of a file of agents. */
@Injectable()
@HandlesJob('agents-import')
export class AgentsImportHandler implements JobHandler<'agents-import'> {
  constructor(private readonly runner: ImportRunner) {}

  async handle({ importId }: JobPayload<'agents-import'>, { id }: JobRun): Promise<void> {
    await this.runner.run(importId, id);
  }

  async gaveUp({ importId }: JobPayload<'agents-import'>): Promise<void> {
    await this.runner.stop(importId, 'It failed again and again; the log of the worker has the reason');
  }
}
