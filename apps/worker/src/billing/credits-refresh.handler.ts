import { Injectable, Logger } from '@nestjs/common';
import { BillingCycles } from '@rollcall/billing';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';

/** Renews the billing accounts whose cycle has ended, batch by batch; a batch that is cut off is done by the next run. */
@Injectable()
@HandlesJob('credits-refresh')
export class CreditsRefreshHandler implements JobHandler<'credits-refresh'> {
  private readonly logger = new Logger(CreditsRefreshHandler.name);

  constructor(private readonly cycles: BillingCycles) {}

  async handle(): Promise<void> {
    let total = 0;
    for (let count = await this.cycles.renewDue(); count > 0; count = await this.cycles.renewDue()) total += count;
    if (total > 0) this.logger.log({ total }, 'Billing accounts were renewed');
  }
}
