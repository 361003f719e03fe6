import { ApiProperty } from '@nestjs/swagger';
import {
  JOB_STATES,
  type JobFilter,
  type JobOutboxEntity,
  type JobState,
  QUEUE_NAMES,
  type QueueName,
  queueOf,
  type QueueState,
  stateOf,
} from '@rollcall/jobs';

import { OptionalParameter } from '../../http/input/field.js';
import { oneOf, uuid } from '../../http/input/rules.js';
import { DEFAULT_PAGE_SIZE, Size } from '../page.js';

/** Which jobs to list. */
export class JobsQuery {
  @OptionalParameter(oneOf(JOB_STATES))
  state?: JobState;

  @OptionalParameter(oneOf(QUEUE_NAMES))
  queue?: QueueName;

  @OptionalParameter(uuid(), { description: 'The last id of the answer before' })
  before?: string;

  @Size()
  limit?: number;

  get filter(): JobFilter {
    return {
      state: this.state ?? null,
      queue: this.queue ?? null,
      before: this.before ?? null,
      limit: this.limit ?? DEFAULT_PAGE_SIZE,
    };
  }
}

/** What a queue has to do. */
export class QueueDto {
  @ApiProperty({ enum: QUEUE_NAMES, example: 'mail' })
  readonly name: QueueName;
  @ApiProperty({ type: 'integer', description: 'How many jobs wait, for their turn or for another attempt' })
  readonly waiting: number;
  @ApiProperty({ type: 'integer' })
  readonly running: number;
  @ApiProperty({ type: 'integer', description: 'How many failed for good and wait for somebody to retry them' })
  readonly failed: number;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the oldest job was promised that waits or runs; null when there is none',
  })
  readonly oldest_at: Date | null;

  constructor({ queue, waiting, running, failed, oldestAt }: QueueState) {
    this.name = queue;
    this.waiting = waiting;
    this.running = running;
    this.failed = failed;
    this.oldest_at = oldestAt;
  }
}

/** A job that was promised and is not done. */
export class JobDto {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;
  @ApiProperty({ example: 'send-mail' })
  readonly name: string;
  @ApiProperty({
    type: String,
    enum: [...QUEUE_NAMES, null],
    nullable: true,
    description: 'Null when this version does not know the job',
  })
  readonly queue: QueueName | null;
  @ApiProperty({
    enum: JOB_STATES,
    description: '`waiting`: for its turn, or for another attempt; `failed`: for good, until somebody retries it',
  })
  readonly state: JobState;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What it is about; ids, no secrets' })
  readonly payload: unknown;
  @ApiProperty({ format: 'date-time' })
  readonly created_at: Date;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the attempt began that is under way',
  })
  readonly started_at: Date | null;
  @ApiProperty({ type: 'integer', description: 'Since it was last retried by hand' })
  readonly attempts: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why the last attempt failed' })
  readonly last_error: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly failed_at: Date | null;

  constructor(job: JobOutboxEntity) {
    this.id = job.id;
    this.name = job.name;
    this.queue = queueOf(job.name);
    this.state = stateOf(job);
    this.payload = job.payload;
    this.created_at = job.createdAt;
    this.started_at = job.startedAt;
    this.attempts = job.attempts;
    this.last_error = job.lastError;
    this.failed_at = job.failedAt;
  }
}

/** The queues, and jobs of them. */
export class JobsDto {
  @ApiProperty({ type: [QueueDto], description: 'All queues, whatever the list is asked for' })
  readonly queues: readonly QueueDto[];
  @ApiProperty({ type: [JobDto], description: 'The newest first' })
  readonly results: readonly JobDto[];

  constructor(queues: readonly QueueState[], jobs: readonly JobOutboxEntity[]) {
    this.queues = queues.map((queue) => new QueueDto(queue));
    this.results = jobs.map((job) => new JobDto(job));
  }
}

/** How many jobs are done again. */
export class RetriedJobsDto {
  @ApiProperty({ type: 'integer' })
  readonly count: number;

  constructor(count: number) {
    this.count = count;
  }
}
