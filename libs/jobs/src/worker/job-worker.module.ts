import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';

import { JobsModule } from '../jobs.module.js';
import { JobRunner } from './job-runner.js';
import { Schedules } from './schedules.js';
import { Sweeper } from './sweeper.js';

/** The consuming half of the jobs, for the worker alone. */
@Module({
  imports: [DiscoveryModule, JobsModule],
  providers: [JobRunner, Schedules, Sweeper],
  exports: [Schedules, Sweeper],
})
export class JobWorkerModule {}
