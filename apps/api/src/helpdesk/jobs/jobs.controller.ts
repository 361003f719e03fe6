import { Controller, Get, HttpCode, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';
import { PromisedJobs } from '@rollcall/jobs';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Uuid } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { JobRetries } from './job-retries.js';
import { JobsDto, JobsQuery, RetriedJobsDto } from './job.dto.js';

/** What the worker has to do. */
@ApiTags('Jobs')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@RequirePermission('general_settings:manage')
@Controller('api/v1/jobs')
export class JobsController {
  constructor(
    private readonly jobs: PromisedJobs,
    private readonly retries: JobRetries,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'The queues, and the jobs that wait, run or failed for good',
    description:
      'Jobs that are done are not kept, and those that run on a schedule are not among these. The command `npm run jobs` shows and does the same.',
    answer: JobsDto,
  })
  async list(@Query() query: JobsQuery): Promise<JobsDto> {
    const [queues, jobs] = await Promise.all([this.jobs.queues(), this.jobs.list(query.filter)]);
    return new JobsDto(queues, jobs);
  }

  @Post('retry')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Have all jobs that failed for good done again',
    description: 'Each gets its full number of attempts; a worker begins within seconds.',
    answer: RetriedJobsDto,
  })
  async retryAll(@CurrentActor() actor: Actor): Promise<RetriedJobsDto> {
    return new RetriedJobsDto(await this.retries.all(actor));
  }

  @Post(':id/retry')
  @HttpCode(200)
  @ApiRoute({ summary: 'Have a job that failed for good done again', answer: true, errors: [404] })
  async retry(@CurrentActor() actor: Actor, @Uuid('id') id: string): Promise<true> {
    return this.retries.one(actor, id).then(() => true);
  }
}
