import { Injectable } from '@nestjs/common';
import { IdempotentAnswers } from '@rollcall/idempotency';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';

/** Removes the answers that were kept for retries for long enough. */
@Injectable()
@HandlesJob('idempotency-sweep')
export class IdempotencySweepHandler implements JobHandler<'idempotency-sweep'> {
  constructor(private readonly answers: IdempotentAnswers) {}

  async handle(): Promise<void> {
    await this.answers.sweep();
  }
}
