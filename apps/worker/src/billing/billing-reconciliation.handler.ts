import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { BillingSync } from '@rollcall/billing';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';
import { Clock } from '@rollcall/kernel';

/** A run ends before the next one begins, so that the rate of calls to Stripe is limited. */
const RUN_MS = 50_000;

/** Brings the billing accounts in line with Stripe that are due, a few in each run. */
@Injectable()
@HandlesJob('billing-reconciliation')
export class BillingReconciliationHandler implements JobHandler<'billing-reconciliation'>, OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly sync: BillingSync,
    private readonly clock: Clock,
  ) {}

  onModuleDestroy(): void {
    this.isStopping = true;
  }

  async handle(): Promise<void> {
    const end = this.clock.now().getTime() + RUN_MS;
    while (!this.isStopping && this.clock.now().getTime() < end) if ((await this.sync.reconcileDue()) === 0) return;
  }
}
