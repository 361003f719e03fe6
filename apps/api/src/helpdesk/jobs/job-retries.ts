import { Injectable } from '@nestjs/common';
import { ActivityLog } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';
import { type Transaction, Transactions } from '@rollcall/database';
import { PromisedJobs, type RetriedJob } from '@rollcall/jobs';

/** Has jobs done again that failed for good, and the activity log say of each who wanted that. */
@Injectable()
export class JobRetries {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: PromisedJobs,
    private readonly activity: ActivityLog,
  ) {}

  /** @throws DomainError `job_not_found` */
  async one(actor: Actor, id: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.record(tx, actor, [await this.jobs.retry(id, tx.manager)]);
    });
  }

  /** All of them; returns how many these were. */
  async all(actor: Actor): Promise<number> {
    return this.transactions.run(async (tx) => {
      const retried = await this.jobs.retryAll(tx.manager);
      await this.record(tx, actor, retried);
      return retried.length;
    });
  }

  private async record(tx: Transaction, actor: Actor, retried: readonly RetriedJob[]): Promise<void> {
    const entries = retried.map(({ id, name }) => ({
      type: 'job_retried' as const,
      description: `had the job ${name} done again (${id})`,
      target: { type: 'job' as const, uuid: id },
    }));
    await this.activity.record(tx, actor, ...entries);
  }
}
