import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { JobOutboxEntity } from './job-outbox.entity.js';
import { JobQueues } from './job-queues.js';
import { Jobs } from './jobs.js';
import { OutboxRepository } from './outbox.repository.js';
import { PromisedJobs } from './promised-jobs.js';

/** The producing half of the jobs: the outbox and the queues. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([JobOutboxEntity])],
  providers: [Jobs, JobQueues, OutboxRepository, PromisedJobs],
  exports: [Jobs, JobQueues, OutboxRepository, PromisedJobs],
})
export class JobsModule {}
