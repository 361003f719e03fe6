import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import type { Transaction } from '@rollcall/database';
import { Jobs } from '@rollcall/jobs';

/** How long the job has before reconciliation takes the matter up. */
const JOB_HAS_MS = 15 * 60_000;

/** Asks for accounts to be brought in line with Stripe; where nobody is charged it asks for nothing. */
@Injectable()
export class SyncRequests {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly jobs: Jobs,
  ) {}

  /** Has the agent's account synced after the commit. */
  async request(tx: Transaction, agentId: number): Promise<void> {
    await this.requestWhere(tx, 'agent_id = $2', agentId);
  }

  /** Has the accounts of a Stripe customer synced after the commit and returns how many there are. */
  async requestForCustomer(tx: Transaction, customerId: string): Promise<number> {
    return this.requestWhere(tx, 'stripe_customer_id = $2', customerId);
  }

  private async requestWhere(tx: Transaction, condition: string, value: unknown): Promise<number> {
    if (this.config.billing.method === 'custom') return 0;
    const [accounts]: [{ agent_id: number }[], number] = await tx.manager.query(
      `UPDATE billing_accounts SET stripe_sync_requests = stripe_sync_requests + 1, stripe_check_at = $1
       WHERE ${condition} RETURNING agent_id`,
      [new Date(tx.now.getTime() + JOB_HAS_MS), value],
    );
    for (const { agent_id: agentId } of accounts) await this.jobs.enqueue(tx, 'billing-sync', { agentId });
    return accounts.length;
  }
}
