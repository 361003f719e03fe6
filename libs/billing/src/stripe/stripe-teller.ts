import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@rollcall/database';
import { cutText } from '@rollcall/kernel';

import { BillingAccountEntity } from '../billing-account.entity.js';
import { lockAccount } from '../lock-account.js';
import { currentSubscription } from './account-state.js';
import type { StripeCustomer } from './stripe-answers.js';
import { StripeFailure } from './stripe-failure.js';
import type { StripeGateway } from './stripe-gateway.js';
import { givesPlan, isEnded } from './subscription-status.js';
import { type SyncCandidate, SyncCandidates } from './sync-candidates.js';

/** The longest name that Stripe takes. It does not say in which unit; cut by UTF-16 code units a name fits by code points, too. */
const MAX_NAME = 256;

type Contact = Pick<StripeCustomer, 'name' | 'email'>;

/**
 * Tells Stripe what it should know of an agent. Those who tell of one account take turns at its row, and each tells what
 * holds by then, so that no late one undoes what another has told.
 */
@Injectable()
export class StripeTeller {
  constructor(
    private readonly transactions: Transactions,
    private readonly candidates: SyncCandidates,
  ) {}

  /**
   * Tells what there is to tell, and returns what Stripe refused of it for this account's sake.
   * @throws StripeFailure when Stripe is away
   */
  async tell(stripe: StripeGateway, agent: SyncCandidate, customer: StripeCustomer): Promise<StripeFailure[]> {
    if (!hasNews(agent, customer)) return [];
    return this.transactions.run(async (tx) => {
      await lockAccount(tx, agent.agentId);
      const now = await this.candidates.find(agent.agentId, tx.manager);
      if (now?.customerId !== customer.id) return [];
      const customerNow = await stripe.findCustomer(customer.id);
      if (!customerNow) return [];
      if (now.deleted) return refusals(this.endSubscriptions(stripe, tx, now, customerNow));
      const contact = contactOf(now);
      return [
        ...(await refusals(this.tellPlan(stripe, tx, now))),
        ...(isToldOf(now, customerNow) && differs(contact, customerNow)
          ? await refusals(stripe.updateCustomer(customer.id, contact))
          : []),
      ];
    });
  }

  /** Has Stripe bill the plan that was chosen here; once it does, or nothing is billed, there is nothing left to tell. */
  private async tellPlan(stripe: StripeGateway, { manager }: Transaction, agent: SyncCandidate): Promise<void> {
    if (agent.planWanted === null) return;
    const subscription = currentSubscription(await stripe.listSubscriptions(agent.customerId ?? ''));
    if (subscription && givesPlan(subscription.status) && subscription.lookupKey !== agent.lookupKeyWanted)
      await stripe.changePrice(subscription, agent.lookupKeyWanted ?? '');
    await manager.update(BillingAccountEntity, agent.agentId, { stripePlanWanted: null });
  }

  /** An agent who left pays no more; unless somebody else who is still there is the same customer. */
  private async endSubscriptions(
    stripe: StripeGateway,
    { manager }: Transaction,
    agent: SyncCandidate,
    customer: StripeCustomer,
  ): Promise<void> {
    if (!isToldOf(agent, customer) || (await this.candidates.isNamedByOthers(agent, manager))) return;
    for (const subscription of await stripe.listSubscriptions(customer.id))
      if (!isEnded(subscription.status)) await stripe.cancel(subscription);
  }
}

/** Whether Stripe may have to be told something, as far as can be seen without taking turns. */
function hasNews(agent: SyncCandidate, customer: StripeCustomer): boolean {
  return isToldOf(agent, customer)
    ? agent.deleted || agent.planWanted !== null || differs(contactOf(agent), customer)
    : agent.planWanted !== null;
}

/** A customer that was made for the agent is ours to describe; one that somebody named is theirs. */
function isToldOf(agent: SyncCandidate, customer: StripeCustomer): boolean {
  return customer.agentUuid === agent.uuid;
}

function contactOf({ name, email }: SyncCandidate): Contact {
  return { name: cutText(name, MAX_NAME) || null, email };
}

function differs(a: Contact, b: Contact): boolean {
  return a.name !== b.name || a.email !== b.email;
}

/** What Stripe refuses for one account's sake keeps nobody from telling and reading the rest. */
async function refusals(told: Promise<void>): Promise<StripeFailure[]> {
  try {
    await told;
    return [];
  } catch (error) {
    if (error instanceof StripeFailure && error.ofAccount) return [error];
    throw error;
  }
}
