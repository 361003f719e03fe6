import { DiscoveryService } from '@nestjs/core';

import { JOB_NAMES, type JobName, type JobPayload } from '../catalogue.js';

/** What a handler gets in addition to the payload. */
export interface JobRun {
  /** The same for every attempt and repetition of the job. */
  readonly id: string;
  /** Counts from 1, over all workers and restarts. */
  readonly attempt: number;
}

/** A handler throws this if further attempts cannot succeed: the job has failed for good. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure';
}

/** Does one job of the catalogue. It may be called again for a job that it has already done, so it must be idempotent. */
export interface JobHandler<N extends JobName> {
  /** Does the job. If it rejects, the job is tried again later. */
  handle(payload: JobPayload<N>, run: JobRun): Promise<void>;
  /** Called when the job has failed for good. */
  gaveUp?(payload: JobPayload<N>, error: string): Promise<void>;
}

/** Marks a provider as the handler of one job of the catalogue. */
export const HandlesJob = DiscoveryService.createDecorator<JobName>();

/**
 * The handlers by the name of their job.
 * @throws Error listing every job of the catalogue that has no handler, or more than one
 */
export function handlersByJob(discovery: DiscoveryService): ReadonlyMap<JobName, JobHandler<JobName>> {
  const found = discovery.getProviders({ metadataKey: HandlesJob.KEY }).map((provider) => ({
    job: discovery.getMetadataByDecorator(HandlesJob, provider),
    handler: provider.instance as JobHandler<JobName>,
  }));
  const mistakes = JOB_NAMES.flatMap((name) => {
    const count = found.filter(({ job }) => job === name).length;
    return count === 1 ? [] : [`the job ${name} has ${count === 0 ? 'no handler' : `${count} handlers`}`];
  });
  if (mistakes.length > 0)
    throw new Error(`Each job of the catalogue needs exactly one provider marked @HandlesJob: ${mistakes.join('; ')}`);
  return new Map(found.flatMap(({ job, handler }) => (job ? [[job, handler]] : [])));
}
