import { Injectable } from '@nestjs/common';
import { Transactions } from '@rollcall/database';
import { AGENTS } from '@rollcall/identity';

/** How long a process that took an account has before the account is due again. */
const LEASE_MS = 15 * 60_000;

/** An agent with what is to be known of its account before Stripe is asked. */
export interface SyncCandidate {
  readonly agentId: number;
  readonly uuid: string;
  readonly name: string;
  readonly email: string | null;
  readonly createdAt: Date;
  readonly deleted: boolean;
  /** Whether it is a service account, which is nobody's customer. */
  readonly isService: boolean;
  readonly customerId: string | null;
  /** The customer about which Stripe was last asked with success. */
  readonly syncedCustomerId: string | null;
  /** The plan that Stripe is requested to bill, and its lookup key. */
  readonly requestedPlanId: string | null;
  readonly requestedLookupKey: string | null;
  readonly requests: number;
  readonly syncedRequests: number;
}

const CANDIDATES = `
  SELECT agent.id AS "agentId", agent.uuid, agent.name, agent.email, agent.created_at AS "createdAt", agent.deleted,
    agent.is_service AS "isService", nullif(stripe_customer_id, '') AS "customerId",
    stripe_synced_customer_id AS "syncedCustomerId",
    requested.id AS "requestedPlanId", requested.plan_lookup_key AS "requestedLookupKey",
    coalesce(stripe_sync_requests, 0) AS requests, coalesce(stripe_synced_requests, 0) AS "syncedRequests"
  FROM ${AGENTS} agent
  LEFT JOIN billing_accounts ON agent_id = agent.id
  LEFT JOIN billing_plans requested ON requested.id = stripe_plan_wanted`;

/** The agents whose accounts are to be brought in line with Stripe. */
@Injectable()
export class SyncCandidates {
  constructor(private readonly transactions: Transactions) {}

  async find(agentId: number, manager = this.transactions.reader): Promise<SyncCandidate | undefined> {
    const [found]: SyncCandidate[] = await manager.query(`${CANDIDATES} WHERE agent.id = $1`, [agentId]);
    return found;
  }

  /** Whether another agent, who is still there, names the same customer. */
  async isNamedByOthers({ agentId, customerId }: SyncCandidate): Promise<boolean> {
    const others: unknown[] = await this.transactions.reader.query(
      `SELECT 1 FROM billing_accounts JOIN ${AGENTS} agent ON agent.id = agent_id
       WHERE stripe_customer_id = $2 AND agent_id <> $1 AND NOT agent.deleted LIMIT 1`,
      [agentId, customerId],
    );
    return others.length > 0;
  }

  /** Those of the lookup keys that are a plan's. */
  async lookupKeysOfPlans(keys: readonly (string | null)[]): Promise<ReadonlySet<string>> {
    const plans: { key: string }[] = await this.transactions.reader.query(
      'SELECT plan_lookup_key AS key FROM billing_plans WHERE plan_lookup_key = ANY ($1)',
      [keys],
    );
    return new Set(plans.map(({ key }) => key));
  }

  /**
   * The agents behind `after` by id, at most so many, for whoever goes through them all; deleted ones and service accounts if
   * they are customers.
   */
  async listAfter(after: number, limit: number): Promise<SyncCandidate[]> {
    return this.transactions.reader.query<SyncCandidate[]>(
      `${CANDIDATES} WHERE agent.id > $1 AND ((NOT agent.deleted AND NOT agent.is_service) OR stripe_customer_id IS NOT NULL)
       ORDER BY agent.id LIMIT $2`,
      [after, limit],
    );
  }

  /** Takes up accounts whose time has come, the longest due first; nobody else takes them up for a quarter of an hour. */
  async claimDue(limit: number): Promise<SyncCandidate[]> {
    return this.transactions.run(async ({ manager, now }) => {
      const due: { agent_id: number }[] = await manager.query(
        `SELECT agent_id FROM billing_accounts WHERE stripe_check_at <= $1
         ORDER BY stripe_check_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`,
        [now, limit],
      );
      const ids = due.map(({ agent_id: id }) => id);
      await manager.query('UPDATE billing_accounts SET stripe_check_at = $2 WHERE agent_id = ANY ($1::bigint[])', [
        ids,
        new Date(now.getTime() + LEASE_MS),
      ]);
      return manager.query<SyncCandidate[]>(`${CANDIDATES} WHERE agent.id = ANY ($1::bigint[])`, [ids]);
    });
  }
}
