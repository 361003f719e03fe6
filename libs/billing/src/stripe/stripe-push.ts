import { Injectable } from '@nestjs/common';
import { type ActivityChanges, changesBetween } from '@rollcall/activity';
import { Transactions } from '@rollcall/database';
import { cutText } from '@rollcall/kernel';

import { BillingAccountEntity } from '../billing-account.entity.js';
import { lockAccount } from '../lock-account.js';
import { currentSubscription, planItemOf, problemOf } from './account-state.js';
import type { StripeCustomer, StripeItem } from './stripe-answers.js';
import { StripeFailure } from './stripe-failure.js';
import type { StripeGateway } from './stripe-gateway.js';
import { givesPlan, isEnded } from './subscription-status.js';
import { type SyncCandidate, SyncCandidates } from './sync-candidates.js';

/** The longest name that Stripe takes. It does not say in which unit; cut by UTF-16 code units a name fits by code points, too. */
const MAX_NAME = 256;

/** How long nobody else pushes an account: longer than all the requests of one push can take. */
const LEASE_MS = 3 * 60_000;

/** How often an account is pushed in a row while it changes, before the rest is left to the next sync. */
const MAX_PUSHES = 5;

type Contact = Pick<StripeCustomer, 'name' | 'email'>;

/** What came of a push: what Stripe refused, and whether it bills the requested plan now, if it bills any. */
interface Pushed {
  readonly refused: StripeFailure[];
  readonly planIsBilled: boolean;
}

/** The right to push an account until a moment, and the account as it was when the lease began. */
interface Lease {
  readonly agent: SyncCandidate;
  readonly until: Date;
}

/**
 * Pushes to Stripe what Rollcall decides of an agent: its name and e-mail, the plan that was requested here, and the end of its
 * subscriptions when it is deleted. One push of an account runs at a time, under a lease, and holds no row while it waits for
 * Stripe. It pushes the account as it is when the lease begins, and again if the account has changed meanwhile: so the last
 * request that Stripe receives is the right one. The lease of a process that died ends by itself.
 */
@Injectable()
export class StripePush {
  constructor(
    private readonly transactions: Transactions,
    private readonly candidates: SyncCandidates,
  ) {}

  /**
   * Pushes whatever differs at Stripe, and returns what Stripe refused of it for this account's sake.
   * @throws StripeFailure when Stripe is away, or somebody else has the lease
   */
  async push(stripe: StripeGateway, agent: SyncCandidate, customer: StripeCustomer): Promise<StripeFailure[]> {
    if (!mayDiffer(agent, customer)) return [];
    for (let pushes = 1; ; pushes++) {
      const lease = await this.claim(agent.agentId);
      try {
        const { refused, planIsBilled } = await this.pushOnce(stripe, lease.agent, customer.id);
        const now = await this.release(lease, planIsBilled);
        const isSettled = now?.requests === lease.agent.requests || now?.customerId !== customer.id;
        if (isSettled || pushes === MAX_PUSHES) return refused;
      } catch (error) {
        await this.release(lease, false);
        throw error;
      }
    }
  }

  /** Whether the subscriptions of a customer end with the agent: it was made for the agent, and nobody who is still there names it. */
  async endsWith(agent: SyncCandidate, customer: StripeCustomer): Promise<boolean> {
    return isManaged(agent, customer) && !(await this.candidates.isNamedByOthers(agent));
  }

  /** In what the customer's name and e-mail at Stripe differ from the agent's, if Rollcall manages the customer. */
  contactChanges(agent: SyncCandidate, customer: StripeCustomer): ActivityChanges {
    if (!isManaged(agent, customer)) return {};
    const { name, email } = contactOf(agent);
    return changesBetween(
      { customerName: name, customerEmail: email },
      { customerName: customer.name, customerEmail: customer.email },
    );
  }

  /** Takes the lease of an account. @throws StripeFailure when somebody else has it */
  private async claim(agentId: number): Promise<Lease> {
    return this.transactions.run(async (tx) => {
      const { stripePushLeasedUntil: leased } = await lockAccount(tx, agentId);
      const agent = await this.candidates.find(agentId, tx.manager);
      if (!agent || (leased && leased > tx.now))
        throw new StripeFailure('Another job pushes this account to Stripe; this one is tried again', true);
      const until = new Date(tx.now.getTime() + LEASE_MS);
      await tx.manager.update(BillingAccountEntity, { agentId }, { stripePushLeasedUntil: until });
      return { agent, until };
    });
  }

  /**
   * Gives back the lease, unless it has ended and another process has the next one. A plan that Stripe bills now is
   * no longer requested, unless another was chosen meanwhile. Returns the account as it is now.
   */
  private async release({ agent, until }: Lease, planIsBilled: boolean): Promise<SyncCandidate | undefined> {
    const { agentId, requestedPlanId } = agent;
    return this.transactions.run(async (tx) => {
      const account = await lockAccount(tx, agentId);
      const isDone = planIsBilled && requestedPlanId !== null && account.stripeRequestedPlanId === requestedPlanId;
      const isOurs = account.stripePushLeasedUntil?.getTime() === until.getTime();
      const changes = {
        ...(isOurs ? { stripePushLeasedUntil: null } : {}),
        ...(isDone ? { stripeRequestedPlanId: null } : {}),
      };
      if (isOurs || isDone) await tx.manager.update(BillingAccountEntity, { agentId }, changes);
      return this.candidates.find(agentId, tx.manager);
    });
  }

  private async pushOnce(stripe: StripeGateway, agent: SyncCandidate, customerId: string): Promise<Pushed> {
    const customer = agent.customerId === customerId ? await stripe.findCustomer(customerId) : null;
    if (!customer) return { refused: [], planIsBilled: false };
    if (agent.deleted)
      return { refused: await refusals(this.endSubscriptions(stripe, agent, customer)), planIsBilled: false };
    const ofPlan = await refusals(this.pushPlan(stripe, agent));
    const contact = contactOf(agent);
    const hasMoved = isManaged(agent, customer) && differs(contact, customer);
    const ofContact = hasMoved ? await refusals(stripe.updateCustomer(customer.id, contact)) : [];
    return { refused: [...ofPlan, ...ofContact], planIsBilled: ofPlan.length === 0 };
  }

  /** Has Stripe bill the requested plan in place of the one that it bills, if it bills any. */
  private async pushPlan(stripe: StripeGateway, agent: SyncCandidate): Promise<void> {
    if (agent.requestedPlanId === null) return;
    const subscriptions = await stripe.listSubscriptions(agent.customerId ?? '');
    const keys = await this.candidates.lookupKeysOfPlans(
      subscriptions.flatMap(({ items }) => items.map(({ lookupKey }) => lookupKey)),
    );
    const hasPlan = ({ lookupKey }: StripeItem) => lookupKey !== null && keys.has(lookupKey);
    const subscription = currentSubscription(subscriptions, hasPlan);
    if (!subscription || !givesPlan(subscription.status)) return;
    const item = planItemOf(subscription, hasPlan);
    if (!item) throw new StripeFailure(problemOf(subscription, hasPlan) ?? 'No item has a plan', true);
    if (item.lookupKey !== agent.requestedLookupKey)
      await stripe.changePrice(subscription, item, agent.requestedLookupKey ?? '');
  }

  /** A deleted agent pays no more. */
  private async endSubscriptions(stripe: StripeGateway, agent: SyncCandidate, customer: StripeCustomer): Promise<void> {
    if (!(await this.endsWith(agent, customer))) return;
    for (const subscription of await stripe.listSubscriptions(customer.id))
      if (!isEnded(subscription.status)) await stripe.cancel(subscription);
  }
}

/** Whether there may be something to push, as far as can be seen without the lease. */
function mayDiffer(agent: SyncCandidate, customer: StripeCustomer): boolean {
  return isManaged(agent, customer)
    ? agent.deleted || agent.requestedPlanId !== null || differs(contactOf(agent), customer)
    : agent.requestedPlanId !== null;
}

/** Rollcall manages a customer that it made for the agent; one that somebody named is theirs. */
function isManaged(agent: SyncCandidate, customer: StripeCustomer): boolean {
  return customer.agentUuid === agent.uuid;
}

function contactOf({ name, email }: SyncCandidate): Contact {
  return { name: cutText(name, MAX_NAME) || null, email };
}

function differs(a: Contact, b: Contact): boolean {
  return a.name !== b.name || a.email !== b.email;
}

/** What Stripe refuses for one account's sake keeps nobody from pushing and reading the rest. */
async function refusals(pushed: Promise<void>): Promise<StripeFailure[]> {
  try {
    await pushed;
    return [];
  } catch (error) {
    if (error instanceof StripeFailure && error.ofAccount) return [error];
    throw error;
  }
}
