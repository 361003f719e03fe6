import { Injectable, type Type } from '@nestjs/common';

import { JOB_NAMES, type JobName } from '../catalogue.js';
import { HandlesJob, type JobHandler } from '../worker/job-handler.js';

/** Handlers that do nothing, for all jobs but these: a worker must have a handler for each job. */
export function idleHandlersBut(...names: readonly JobName[]): Type<JobHandler<JobName>>[] {
  return JOB_NAMES.filter((name) => !names.includes(name)).map((name) => {
    @Injectable()
    @HandlesJob(name)
    class IdleHandler implements JobHandler<JobName> {
      handle(): Promise<void> {
        return Promise.resolve();
      }
    }
    return IdleHandler;
  });
}
