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

/** How long nobody else tells Stripe of an account: longer than all that is asked in one turn can take. */
const TURN_MS = 3 * 60_000;

/** How often what holds may change while it is told, before the rest is left to the next sync. */
const MAX_TURNS = 5;

type Contact = Pick<StripeCustomer, 'name' | 'email'>;

/** What became of a turn: what Stripe refused, and whether it bills the plan that was wanted by now. */
interface Told {
  readonly refused: StripeFailure[];
  readonly planTold: boolean;
}

/**
 * Tells Stripe what it should know of an agent. Those who tell of one account take turns, and none of them holds a row while
 * it waits for Stripe: who claims the turn tells what holds by then, and looks afterwards whether that has changed meanwhile.
 * If so it tells again, so that a late word is followed by the right one. Whoever dies within a turn leaves it to its end.
 */
@Injectable()
export class StripeTeller {
  constructor(
    private readonly transactions: Transactions,
    private readonly candidates: SyncCandidates,
  ) {}

  /**
   * Tells what there is to tell, and returns what Stripe refused of it for this account's sake.
   * @throws StripeFailure when Stripe is away, or somebody else has the turn
   */
  async tell(stripe: StripeGateway, agent: SyncCandidate, customer: StripeCustomer): Promise<StripeFailure[]> {
    if (!hasNews(agent, customer)) return [];
    for (let turn = 1; ; turn++) {
      const { told, until } = await this.claim(agent.agentId);
      try {
        const { refused, planTold } = await this.tellOf(stripe, told, customer.id);
        const now = await this.release(told, until, planTold);
        if (turn === MAX_TURNS || now?.requests === told.requests || now?.customerId !== customer.id) return refused;
      } catch (error) {
        await this.release(told, until, false);
        throw error;
      }
    }
  }

  /** Takes the turn, and returns what holds by then and when it ends. @throws StripeFailure when somebody else has it */
  private async claim(agentId: number): Promise<{ readonly told: SyncCandidate; readonly until: Date }> {
    return this.transactions.run(async (tx) => {
      const { stripeToldUntil } = await lockAccount(tx, agentId);
      const agent = await this.candidates.find(agentId, tx.manager);
      if (!agent || (stripeToldUntil && stripeToldUntil > tx.now))
        throw new StripeFailure('Stripe is being told of this account by another job; this one is tried again', true);
      const until = new Date(tx.now.getTime() + TURN_MS);
      await tx.manager.update(BillingAccountEntity, { agentId }, { stripeToldUntil: until });
      return { told: agent, until };
    });
  }

  /**
   * Gives the turn back, unless it ended and somebody else has the next one. What was told of the plan is no longer to be
   * told, unless another was chosen meanwhile. Returns what holds by now.
   */
  private async release(
    { agentId, planWanted }: SyncCandidate,
    until: Date,
    planTold: boolean,
  ): Promise<SyncCandidate | undefined> {
    return this.transactions.run(async (tx) => {
      const account = await lockAccount(tx, agentId);
      const isDone = planTold && planWanted !== null && account.stripePlanWanted === planWanted;
      const isOurs = account.stripeToldUntil?.getTime() === until.getTime();
      const changes = { ...(isOurs ? { stripeToldUntil: null } : {}), ...(isDone ? { stripePlanWanted: null } : {}) };
      if (isOurs || isDone) await tx.manager.update(BillingAccountEntity, { agentId }, changes);
      return this.candidates.find(agentId, tx.manager);
    });
  }

  /** Whether the subscriptions of a customer end with the agent: it was made for the agent, and nobody who is still there names it. */
  async endsWith(agent: SyncCandidate, customer: StripeCustomer): Promise<boolean> {
    return isToldOf(agent, customer) && !(await this.candidates.isNamedByOthers(agent));
  }

  /** What Stripe is to be told of the customer's name and e-mail, in the form of the activity log. */
  contactChanges(agent: SyncCandidate, customer: StripeCustomer): ActivityChanges {
    if (!isToldOf(agent, customer)) return {};
    const { name, email } = contactOf(agent);
    return changesBetween(
      { customerName: name, customerEmail: email },
      { customerName: customer.name, customerEmail: customer.email },
    );
  }

  private async tellOf(stripe: StripeGateway, agent: SyncCandidate, customerId: string): Promise<Told> {
    const customer = agent.customerId === customerId ? await stripe.findCustomer(customerId) : null;
    if (!customer) return { refused: [], planTold: false };
    if (agent.deleted)
      return { refused: await refusals(this.endSubscriptions(stripe, agent, customer)), planTold: false };
    const ofPlan = await refusals(this.tellPlan(stripe, agent));
    const contact = contactOf(agent);
    const hasMoved = isToldOf(agent, customer) && differs(contact, customer);
    const ofContact = hasMoved ? await refusals(stripe.updateCustomer(customer.id, contact)) : [];
    return { refused: [...ofPlan, ...ofContact], planTold: ofPlan.length === 0 };
  }

  /** Has Stripe bill the plan that was chosen here in place of the one that it bills, if it bills any. */
  private async tellPlan(stripe: StripeGateway, agent: SyncCandidate): Promise<void> {
    if (agent.planWanted === null) return;
    const subscriptions = await stripe.listSubscriptions(agent.customerId ?? '');
    const keys = await this.candidates.lookupKeysOfPlans(
      subscriptions.flatMap(({ items }) => items.map(({ lookupKey }) => lookupKey)),
    );
    const hasPlan = ({ lookupKey }: StripeItem) => lookupKey !== null && keys.has(lookupKey);
    const subscription = currentSubscription(subscriptions, hasPlan);
    if (!subscription || !givesPlan(subscription.status)) return;
    const item = planItemOf(subscription, hasPlan);
    if (!item) throw new StripeFailure(problemOf(subscription, hasPlan) ?? 'No item has a plan', true);
    if (item.lookupKey !== agent.lookupKeyWanted)
      await stripe.changePrice(subscription, item, agent.lookupKeyWanted ?? '');
  }

  /** An agent who left pays no more. */
  private async endSubscriptions(stripe: StripeGateway, agent: SyncCandidate, customer: StripeCustomer): Promise<void> {
    if (!(await this.endsWith(agent, customer))) return;
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
