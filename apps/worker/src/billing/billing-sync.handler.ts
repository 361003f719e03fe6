import { Injectable } from '@nestjs/common';
import { BillingSync } from '@rollcall/billing';
import { HandlesJob, type JobHandler, type JobPayload } from '@rollcall/jobs';

/** Brings one billing account in line with Stripe. */
@Injectable()
@HandlesJob('billing-sync')
export class BillingSyncHandler implements JobHandler<'billing-sync'> {
  constructor(private readonly sync: BillingSync) {}

  async handle({ agentId }: JobPayload<'billing-sync'>): Promise<void> {
    await this.sync.syncRequested(agentId);
  }
}
