import { Inject, Injectable, Logger } from '@nestjs/common';
import { type ActivityChanges, ActivityLog, subscriptionEvents } from '@rollcall/activity';
import { type Transaction, Transactions } from '@rollcall/database';
import { Events } from '@rollcall/events';
import { type EntityManager, In } from 'typeorm';

import { BillingAccountEntity } from '../billing-account.entity.js';
import { accountChanges, customerEntry, planEntries } from '../billing-activity.js';
import { BillingPlanEntity } from '../billing-plan.entity.js';
import { Credits } from '../credits.js';
import { lockAccount } from '../lock-account.js';
import {
  accountFields,
  currentSubscription,
  grantsOf,
  type HasPlan,
  pausedCyclesOf,
  problemOf,
  type StripeFields,
  type StripeState,
} from './account-state.js';
import type { StripeCustomer } from './stripe-answers.js';
import { StripeFailure, UnknownCustomer } from './stripe-failure.js';
import { STRIPE_GATEWAY, type StripeGateway } from './stripe-gateway.js';
import { StripePush } from './stripe-push.js';
import { canFollow, isEnded, isSubscriptionStatus } from './subscription-status.js';
import { type SyncCandidate, SyncCandidates } from './sync-candidates.js';

/** How many accounts reconciliation works on at a time. */
const BATCH = 4;

/** How long an account is left alone that nothing happens to, and how long when its next cycle is overdue at Stripe. */
const QUIET_MS = 24 * 60 * 60_000;
const OVERDUE_MS = 15 * 60_000;

type LookupKeys = ReadonlyMap<string, string | null>;

/**
 * Brings billing accounts in line with Stripe: pushes to Stripe what Rollcall decides of an agent, reads what Stripe says now, and
 * writes that down. Why it is done, in which order and how often does not matter.
 */
@Injectable()
export class BillingSync {
  private readonly logger = new Logger(BillingSync.name);

  constructor(
    @Inject(STRIPE_GATEWAY) private readonly stripe: StripeGateway | null,
    private readonly transactions: Transactions,
    private readonly candidates: SyncCandidates,
    private readonly stripePush: StripePush,
    private readonly credits: Credits,
    private readonly activity: ActivityLog,
    private readonly events: Events,
  ) {}

  /** Syncs the agent's account, unless that was done after the last request for it. @throws StripeFailure */
  async syncRequested(agentId: number): Promise<void> {
    const agent = await this.candidates.find(agentId);
    if (this.stripe && agent && agent.requests > agent.syncedRequests) await this.syncWith(this.stripe, agent);
  }

  /** Syncs the agent's account. @throws StripeFailure */
  async sync(agentId: number): Promise<void> {
    const agent = await this.candidates.find(agentId);
    if (this.stripe && agent) await this.syncWith(this.stripe, agent);
  }

  /**
   * Syncs a few of the accounts whose time has come and returns how many these were. One that Stripe has a fault to find
   * with is logged and left for later.
   * @throws StripeFailure when Stripe is away, so that there is no use in going on
   */
  async reconcileDue(): Promise<number> {
    const { stripe } = this;
    if (!stripe) return 0;
    const due = await this.candidates.claimDue(BATCH);
    const results = await Promise.allSettled(due.map((agent) => this.syncWith(stripe, agent)));
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') continue;
      if (!(result.reason instanceof StripeFailure && result.reason.ofAccount)) throw result.reason;
      this.logger.warn({ err: result.reason, agentId: due[index]?.agentId }, 'A billing account could not be synced');
    }
    return due.length;
  }

  /** What a sync would change of the agent's account, without changing it or anything at Stripe. @throws StripeFailure */
  async compare(agent: SyncCandidate): Promise<ActivityChanges> {
    if (!this.stripe) return {};
    if (agent.deleted) return this.compareDeleted(this.stripe, agent);
    const customer = agent.customerId === null ? null : await this.stripe.findCustomer(agent.customerId);
    if (!customer) return { stripe_customer_id: { before: agent.customerId, after: null } };
    const state = await readState(this.stripe, customer);
    const lookupKeys = await lookupKeysOf(this.stripe, state);
    return this.transactions.run(async ({ manager, now }) => {
      const planOf = await plansByPrice(manager, lookupKeys);
      const account = await manager.findOneByOrFail(BillingAccountEntity, { agentId: agent.agentId });
      const fields = accountFields(account, state, (price) => planOf.get(price)?.id, now);
      return { ...this.stripePush.contactChanges(agent, customer), ...accountChanges(account, fields) };
    });
  }

  /** The subscriptions that should have ended with their agent. */
  private async compareDeleted(stripe: StripeGateway, agent: SyncCandidate): Promise<ActivityChanges> {
    const customer = await knownCustomer(stripe, agent);
    if (!customer || !(await this.stripePush.endsWith(agent, customer))) return {};
    const subscriptions = await stripe.listSubscriptions(customer.id);
    return Object.fromEntries(
      subscriptions
        .filter(({ status }) => !isEnded(status))
        .map(({ id, status }) => [`subscription ${id}`, { before: 'ended', after: status }]),
    );
  }

  private async syncWith(stripe: StripeGateway, agent: SyncCandidate): Promise<void> {
    const customer = await this.customerOf(stripe, agent);
    if (!customer) {
      // An agent that left, or that has no customer, has nothing more to sync.
      await this.transactions.reader.update(BillingAccountEntity, agent.agentId, { stripeCheckAt: null });
      return;
    }
    const refusals = await this.stripePush.push(stripe, agent, customer);
    const state = await readState(stripe, customer);
    const lookupKeys = await lookupKeysOf(stripe, state);
    await this.transactions.run((tx) => this.write(tx, agent, state, lookupKeys, refusals.length === 0));
    const [refusal] = refusals;
    if (refusal) throw refusal;
  }

  /**
   * The agent's customer. It is made if there is none, or if Stripe has deleted it or does not know it any more. Null
   * for a deleted agent and for a service account without one.
   */
  private async customerOf(stripe: StripeGateway, agent: SyncCandidate): Promise<StripeCustomer | null> {
    const known = await this.knownCustomerOf(stripe, agent);
    if (known || agent.deleted || agent.isService) return known;
    for (let replaced = agent.customerId; ;) {
      const id = await stripe.createCustomer(agent.uuid, replaced);
      const customer = await knownCustomer(stripe, { ...agent, customerId: id, syncedCustomerId: id });
      // Within a day of being made Stripe answers with the same one under the same key, also after it was deleted.
      if (customer) return this.keepCustomer(agent, customer);
      replaced = id;
    }
  }

  /** The customer that the agent has; the account says so when Stripe does not know the one that somebody named. */
  private async knownCustomerOf(stripe: StripeGateway, agent: SyncCandidate): Promise<StripeCustomer | null> {
    try {
      return await knownCustomer(stripe, agent);
    } catch (error) {
      if (error instanceof UnknownCustomer) {
        const { agentId, customerId } = agent;
        const stripeProblem = `Stripe does not know the customer ${customerId ?? ''}; name another one, or none`;
        const named = { agentId, stripeCustomerId: customerId ?? '' };
        await this.transactions.reader.update(BillingAccountEntity, named, { stripeProblem });
      }
      throw error;
    }
  }

  private async keepCustomer(agent: SyncCandidate, customer: StripeCustomer): Promise<StripeCustomer> {
    await this.transactions.run(async (tx) => {
      const account = await lockAccount(tx, agent.agentId);
      // Somebody named another customer meanwhile, and asked for a sync with that.
      if ((account.stripeCustomerId === '' ? null : account.stripeCustomerId) !== agent.customerId) return;
      const fields = { stripeCustomerId: customer.id };
      await tx.manager.update(BillingAccountEntity, agent.agentId, fields);
      await this.activity.record(tx, null, customerEntry(agent.agentId, accountChanges(account, fields)));
    });
    return customer;
  }

  /** Writes down what Stripe says; if it refused something of the push, the request for a sync stays open. */
  private async write(
    tx: Transaction,
    agent: SyncCandidate,
    state: StripeState,
    lookupKeys: LookupKeys,
    isPushed: boolean,
  ): Promise<void> {
    const account = await lockAccount(tx, agent.agentId);
    const isOvertaken = account.stripeSyncedRequests > agent.requests || account.stripeCustomerId !== state.customer.id;
    const { stripeRequestedPlanId: requested } = account;
    // Whoever chose a plan during this sync asked for the next one, which pushes it first.
    if (isOvertaken || (requested !== null && requested !== agent.requestedPlanId)) return;
    assertNotOlder(account, state);
    const planOf = await plansByPrice(tx.manager, lookupKeys);
    const planIdOf = (price: string) => planOf.get(price)?.id;
    const fields = accountFields(account, state, planIdOf, tx.now);
    const hasPlan: HasPlan = ({ price }) => planOf.has(price);
    const problem = problemOf(currentSubscription(state.subscriptions, hasPlan), hasPlan);
    const changes = accountChanges(account, fields);
    await tx.manager.update(BillingAccountEntity, agent.agentId, {
      ...fields,
      ...(Object.keys(changes).length > 0 ? { billingUpdatedAt: tx.now } : {}),
      ...(isPushed
        ? { stripeSyncedRequests: agent.requests, stripeCheckAt: nextCheck(agent, state, fields, tx.now) }
        : {}),
      stripeSyncedAt: tx.now,
      stripeProblem: problem,
      stripeSyncedCustomerId: state.customer.id,
    });
    await this.activity.record(tx, null, ...planEntries(agent.agentId, changes));
    const subject = { type: 'agent', id: agent.agentId } as const;
    await this.events.record(tx, null, ...subscriptionEvents(changes).map((event) => ({ ...event, subject })));
    if (agent.deleted) return;
    const granted = await this.credits.grantedCycles(tx, agent.agentId);
    const plans = new Map([...planOf.values()].map((plan) => [plan.id, plan]));
    const grants = grantsOf(state, fields, planIdOf, { granted, agentSince: agent.createdAt, now: tx.now });
    const paused = pausedCyclesOf(state, planIdOf, tx.now);
    await this.credits.grant(tx, agent.agentId, [
      ...grants.flatMap(({ planId, cycle }) => {
        const plan = plans.get(planId);
        return plan ? [{ plan, cycle }] : [];
      }),
      // Noted as granted with nothing, so that they are not granted when the pause is over.
      ...paused.map(({ planId, cycle }) => ({ plan: { id: planId, credits: {} }, cycle })),
    ]);
  }
}

/**
 * The customer that the agent has. One that Stripe has never been seen to know is a mistake of who named it, which matters no
 * more once the agent has left.
 */
async function knownCustomer(
  stripe: StripeGateway,
  { customerId, syncedCustomerId, deleted }: SyncCandidate,
): Promise<StripeCustomer | null> {
  if (customerId === null) return null;
  try {
    return await stripe.findCustomer(customerId);
  } catch (error) {
    if (error instanceof UnknownCustomer && (deleted || customerId === syncedCustomerId)) return null;
    throw error;
  }
}

async function readState(stripe: StripeGateway, customer: StripeCustomer): Promise<StripeState> {
  const subscriptions = await stripe.listSubscriptions(customer.id);
  return { customer, subscriptions, paidPeriods: await stripe.listPaidPeriods(customer.id) };
}

/** The lookup key of every price that occurs, by the price's id. */
async function lookupKeysOf(stripe: StripeGateway, { subscriptions, paidPeriods }: StripeState): Promise<LookupKeys> {
  const items = subscriptions.flatMap((subscription) => subscription.items);
  const keys = new Map(items.map(({ price, lookupKey }) => [price, lookupKey]));
  for (const { price } of paidPeriods) if (!keys.has(price)) keys.set(price, await stripe.lookupKeyOf(price));
  return keys;
}

async function plansByPrice(
  manager: EntityManager,
  lookupKeys: LookupKeys,
): Promise<ReadonlyMap<string, BillingPlanEntity>> {
  const keys = [...lookupKeys.values()].filter((key) => key !== null);
  const plans = await manager.findBy(BillingPlanEntity, { planLookupKey: In(keys) });
  return new Map(
    [...lookupKeys].flatMap(([price, key]) => {
      const plan = key === null ? undefined : plans.find(({ planLookupKey }) => planLookupKey === key);
      return plan ? [[price, plan]] : [];
    }),
  );
}

/** @throws StripeFailure when what Stripe said is older than what was written down already */
function assertNotOlder(account: BillingAccountEntity, { subscriptions }: StripeState): void {
  const { stripeSubscriptionId: id, stripeSubscriptionStatus: before, stripeSyncedAt } = account;
  const after = subscriptions.find((subscription) => subscription.id === id)?.status;
  if (stripeSyncedAt === null || before === null || after === undefined || !isSubscriptionStatus(before)) return;
  if (!canFollow(before, after))
    throw new StripeFailure(`The subscription ${id} was ${before} before it is ${after}`, true);
}

/**
 * Nothing more happens for an agent that left, except when its customer still pays for another agent who names it:
 * the subscription ends with the last of these agents.
 */
function nextCheck(
  agent: SyncCandidate,
  { customer, subscriptions }: StripeState,
  { nextCreditsRefresh: next }: StripeFields,
  now: Date,
): Date | null {
  const quiet = new Date(now.getTime() + QUIET_MS);
  if (agent.deleted) {
    const isPaying = subscriptions.some(({ status }) => !isEnded(status));
    return isPaying && customer.agentUuid === agent.uuid ? quiet : null;
  }
  if (next === null || next > quiet) return quiet;
  return next > now ? next : new Date(now.getTime() + OVERDUE_MS);
}
