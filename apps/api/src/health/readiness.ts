import { Injectable, Logger } from '@nestjs/common';
import { Transactions } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';
import { JobQueues } from '@rollcall/jobs';

/** Whether this process can do its work. */
@Injectable()
export class Readiness {
  private readonly logger = new Logger(Readiness.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly queues: JobQueues,
  ) {}

  /** @throws DomainError `not_ready` naming what is not reachable */
  async check(): Promise<true> {
    const checks = {
      database: () => this.transactions.reader.query('SELECT 1'),
      queue: () => this.queues.ping(),
    };
    const results = await Promise.allSettled(Object.values(checks).map((check) => check()));
    const away = Object.keys(checks).filter((_name, index) => results[index]?.status === 'rejected');
    if (away.length > 0) {
      this.logger.warn({ away }, 'Not ready');
      throw new DomainError('not_ready', `Not reachable: ${away.join(' and ')}`);
    }
    return true;
  }
}
