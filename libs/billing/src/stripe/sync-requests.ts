import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import type { Transaction } from '@rollcall/database';
import { Jobs } from '@rollcall/jobs';

/** How long the job has before reconciliation takes the matter up. */
const JOB_HAS_MS = 15 * 60_000;

/** Requests syncs of accounts with Stripe. Where nobody is charged it does nothing. */
@Injectable()
export class SyncRequests {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly jobs: Jobs,
  ) {}

  /** Has the agent's account synced after the commit; one that a version without billing made gets its account. */
  async request(tx: Transaction, agentId: number): Promise<void> {
    await this.count(
      tx,
      `INSERT INTO billing_accounts AS account (agent_id, stripe_sync_requests, stripe_check_at) VALUES ($2, 1, $1)
       ON CONFLICT (agent_id)
       DO UPDATE SET stripe_sync_requests = account.stripe_sync_requests + 1, stripe_check_at = $1`,
      agentId,
    );
  }

  /** Has the accounts of these agents synced after the commit. */
  async requestMany(tx: Transaction, agentIds: readonly number[]): Promise<void> {
    await this.count(
      tx,
      `UPDATE billing_accounts SET stripe_sync_requests = stripe_sync_requests + 1, stripe_check_at = $1
       WHERE agent_id = ANY ($2::bigint[])`,
      agentIds,
    );
  }

  /** Has the accounts of a Stripe customer synced after the commit. */
  async requestForCustomer(tx: Transaction, customerId: string): Promise<void> {
    await this.count(
      tx,
      `UPDATE billing_accounts SET stripe_sync_requests = stripe_sync_requests + 1, stripe_check_at = $1
       WHERE stripe_customer_id = $2`,
      customerId,
    );
  }

  /** Has reconciliation look again, now, at the accounts with a problem: what was missing may be there by now. */
  async recheckProblems({ manager, now }: Transaction): Promise<void> {
    await manager.query('UPDATE billing_accounts SET stripe_check_at = $1 WHERE stripe_problem IS NOT NULL', [now]);
  }

  private async count(tx: Transaction, statement: string, of: number | string | readonly number[]): Promise<void> {
    if (this.config.billing.method === 'custom') return;
    const checkAt = new Date(tx.now.getTime() + JOB_HAS_MS);
    const accounts: { agent_id: number }[] = await tx.manager.query(
      `WITH requested AS (${statement} RETURNING agent_id) SELECT agent_id FROM requested`,
      [checkAt, of],
    );
    const [first, ...others] = accounts.map(({ agent_id: agentId }) => ({ agentId }));
    if (first && others.length === 0) await this.jobs.enqueue(tx, 'billing-sync', first);
    else
      await this.jobs.enqueueMany(
        tx,
        'billing-sync',
        accounts.map(({ agent_id: agentId }) => ({ payload: { agentId } })),
      );
  }
}
