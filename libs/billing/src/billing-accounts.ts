import { Injectable } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import { Transactions, violatedConstraint } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';
import { type EntityManager, In } from 'typeorm';

import { BillingAccountEntity, type BillingAccountFields } from './billing-account.entity.js';
import { permittedBillingFields } from './billing-fields.js';

const PLAN_FIELDS: Readonly<Record<string, string>> = {
  billing_accounts_active_fkey: 'activeBillingPlanId',
  billing_accounts_next_fkey: 'nextBillingPlanId',
};

/** The billing account that each agent has from the moment it is created. */
@Injectable()
export class BillingAccounts {
  constructor(private readonly transactions: Transactions) {}

  /** Opens the account of a new agent. @throws DomainError `billing_refused`, `plan_unknown` */
  async open(
    manager: EntityManager,
    actor: Actor | null,
    agentId: number,
    asked: Partial<BillingAccountFields> = {},
  ): Promise<void> {
    const fields = actor ? permittedBillingFields(actor, asked) : asked;
    await knowingPlans(() => manager.insert(BillingAccountEntity, { agentId, ...fields }));
  }

  /** Sets what the actor may of what is asked for. @throws DomainError `billing_refused`, `plan_unknown` */
  async change(
    manager: EntityManager,
    actor: Actor,
    agentId: number,
    asked: Partial<BillingAccountFields>,
  ): Promise<void> {
    if (Object.keys(asked).length === 0) return;
    const account = await manager.findOneByOrFail(BillingAccountEntity, { agentId });
    const fields = permittedBillingFields(actor, asked, account);
    if (Object.keys(fields).length > 0)
      await knowingPlans(() => manager.update(BillingAccountEntity, { agentId }, fields));
  }

  /** The accounts of these agents by agent id, in one query. */
  async getMany(agentIds: readonly number[]): Promise<ReadonlyMap<number, BillingAccountEntity>> {
    const accounts = await this.transactions.reader.findBy(BillingAccountEntity, { agentId: In([...agentIds]) });
    return new Map(accounts.map((account) => [account.agentId, account]));
  }
}

/** A plan that does not exist is the database's to notice. */
async function knowingPlans(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const field = PLAN_FIELDS[violatedConstraint(error) ?? ''];
    if (!field) throw error;
    throw new DomainError('plan_unknown', 'There is no such billing plan', [
      { field, message: `${field}: there is no such billing plan` },
    ]);
  }
}
