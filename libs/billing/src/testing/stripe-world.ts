import { randomUUID } from 'node:crypto';

import { Test, type TestingModule } from '@nestjs/testing';
import { type Actor, type Permission, UNLIMITED } from '@rollcall/auth';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule, Transactions } from '@rollcall/database';
import { JobsModule } from '@rollcall/jobs';
import { Clock } from '@rollcall/kernel';
import { startStripeServer, type StripeServer } from '@rollcall/stripe-server';
import { createTestDatabase } from '@rollcall/testing';

import { BillingAccountEntity } from '../billing-account.entity.js';
import { BillingModule } from '../billing.module.js';
import { BillingSync } from '../stripe/billing-sync.js';
import { createStripeClient } from '../stripe/stripe-client.js';
import { STRIPE_GATEWAY, StripeGateway } from '../stripe/stripe-gateway.js';
import { SyncRequests } from '../stripe/sync-requests.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

export interface TestAgent {
  readonly id: number;
  readonly uuid: string;
}

/** Agents with billing accounts, and a Stripe whose clock is everybody's. */
export class StripeWorld {
  private constructor(
    readonly server: StripeServer,
    readonly module: TestingModule,
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  /** `timeoutMs` is how long an answer of Stripe's is waited for, where a spec keeps it waiting. */
  static async start(timeoutMs?: number): Promise<StripeWorld> {
    const database = await createTestDatabase();
    const server = await startStripeServer({ now: new Date('2026-01-31T10:00:00Z'), draftHours: 1 });
    const config = loadConfig({
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://unused',
      STRIPE_API_KEY: server.apiKey,
      STRIPE_API_BASE: server.url,
    });
    const client = createStripeClient(config.billing, timeoutMs);
    const module = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, JobsModule, BillingModule],
    })
      .overrideProvider(Clock)
      .useValue({ now: () => server.now } satisfies Clock)
      .overrideProvider(STRIPE_GATEWAY)
      .useValue(client && new StripeGateway(client))
      .compile();
    module.useLogger(false);
    await module.init();
    return new StripeWorld(server, module, () => database.drop());
  }

  async close(): Promise<void> {
    await this.module.close();
    await this.server.close();
    await this.dropDatabase();
  }

  get transactions(): Transactions {
    return this.module.get(Transactions, { strict: false });
  }

  get sync(): BillingSync {
    return this.module.get(BillingSync);
  }

  async rows(sql: string, ...values: readonly unknown[]): Promise<Record<string, unknown>[]> {
    return this.transactions.reader.query<Record<string, unknown>[]>(sql, [...values]);
  }

  /** A plan, and its price at Stripe if it has a lookup key. */
  async plan(lookupKey: string | null, credits: object = {}, interval: 'month' | 'year' = 'month'): Promise<string> {
    const [plan] = await this.rows(
      `INSERT INTO billing_plans (id, created_at, updated_at, name, description, bots_count, queries_count, words_count,
         voice_seconds, premium_support, default_plan, remove_branding, advanced_intents, auto_intents, credits, attributes,
         plan_lookup_key)
       VALUES (gen_random_uuid(), now(), now(), 'Plan', '', 0, 0, 0, 0, false, false, false, false, false, $2, '{}', $1)
       RETURNING id`,
      lookupKey,
      credits,
    );
    if (lookupKey !== null) this.server.addPrice({ lookupKey, interval });
    return String(plan?.id);
  }

  async agent(): Promise<TestAgent> {
    const [agent]: TestAgent[] = await this.transactions.reader.query(
      `WITH agent AS (
         INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status)
         VALUES (gen_random_uuid(), $1, $1, 'Ada', 'Lovelace', $2, true, 'offline') RETURNING id, uuid
       ), account AS (INSERT INTO billing_accounts (agent_id, stripe_check_at) SELECT id, $1 FROM agent)
       SELECT id, uuid FROM agent`,
      [this.server.now, `${randomUUID()}@example.com`],
    );
    if (!agent) throw new Error('The agent was not inserted');
    return agent;
  }

  /** Somebody who may change what is billed. */
  async actor(): Promise<Actor> {
    const { id: agentId } = await this.agent();
    const permissions = new Set<Permission>(['billing:manage']);
    return {
      agentId,
      permissions,
      keyId: null,
      sessionId: null,
      limits: UNLIMITED,
      proof: null,
      requestId: null,
      ip: null,
    };
  }

  /** An agent whose customer has subscribed, synced since. */
  async subscriber(options: Parameters<StripeServer['subscribe']>[1]): Promise<TestAgent> {
    const agent = await this.agent();
    await this.syncNow(agent);
    this.server.subscribe(await this.customerOf(agent), options);
    await this.syncNow(agent);
    return agent;
  }

  async request({ id }: TestAgent): Promise<void> {
    await this.transactions.run((tx) => this.module.get(SyncRequests).request(tx, id));
  }

  async syncNow(agent: TestAgent): Promise<void> {
    await this.request(agent);
    await this.sync.syncRequested(agent.id);
  }

  async account({ id }: TestAgent): Promise<BillingAccountEntity> {
    return this.transactions.reader.findOneByOrFail(BillingAccountEntity, { agentId: id });
  }

  async customerOf(agent: TestAgent): Promise<string> {
    return (await this.account(agent)).stripeCustomerId ?? '';
  }

  /** The entries of the activity log on the agent's plan: who chose it and from which plan to which. */
  async planEntries({ id }: TestAgent): Promise<unknown[]> {
    const entries = await this.rows(
      `SELECT actor_id::int AS actor, changes->'active_billing_plan_id' AS active, changes->'next_billing_plan_id' AS next
       FROM activity_log
       WHERE activity_type = 'billing_plan_changed' AND target_model_type = 'agent' AND target_model_id = $1 ORDER BY id`,
      id,
    );
    return entries.map(({ actor, active, next }) => ({ actor, active, next }));
  }

  async subscriptionOf(agent: TestAgent): Promise<string> {
    return (await this.account(agent)).stripeSubscriptionId ?? '';
  }

  /** Lets so many days pass, here and at Stripe. */
  later(days: number): void {
    this.server.advance(new Date(this.server.now.getTime() + days * DAY_MS));
  }

  /** The days on which the cycles began for which credits of the plan were granted. */
  async granted({ id }: TestAgent, planId: string): Promise<unknown[]> {
    const cycles = await this.rows(
      `SELECT to_char(cycle AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM credit_entries
       WHERE agent_id = $1 AND billing_plan_id = $2 ORDER BY cycle`,
      id,
      planId,
    );
    return cycles.map(({ day }) => day);
  }
}
