import { Injectable } from '@nestjs/common';
import { BulkRunner } from '@rollcall/imports';
import { HandlesJob, type JobHandler, type JobPayload, type JobRun } from '@rollcall/jobs';

/** Makes a bulk change of agents for the next ones. */
@Injectable()
@HandlesJob('agents-bulk-change')
export class AgentsBulkChangeHandler implements JobHandler<'agents-bulk-change'> {
  constructor(private readonly runner: BulkRunner) {}

  async handle({ bulkChangeId }: JobPayload<'agents-bulk-change'>, { id }: JobRun): Promise<void> {
    await this.runner.run(bulkChangeId, id);
  }

  async gaveUp({ bulkChangeId }: JobPayload<'agents-bulk-change'>): Promise<void> {
    await this.runner.stop(bulkChangeId, 'It failed again and again; the log of the worker has the reason');
  }
}
