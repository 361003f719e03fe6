import { Inject, Injectable } from '@nestjs/common';
import { type ActivityEntry, ActivityLog, changesBetween } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { type Conflicts, type Transaction, Transactions } from '@rollcall/database';
import { AGENTS } from '@rollcall/identity';
import { DomainError, type Page, type PageRequest } from '@rollcall/kernel';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { AgencyEntity } from './agency.entity.js';
import { BillingPlanEntity } from './billing-plan.entity.js';
import { SyncRequests } from './stripe/sync-requests.js';

/** What a plan is made of. */
export type BillingPlanInput = Omit<BillingPlanEntity, 'id' | 'createdAt' | 'updatedAt'>;

/** A plan and how many agents are on it. */
export interface BillingPlanWithUsers {
  readonly plan: BillingPlanEntity;
  readonly userCount: number;
}

/** The agency and how its agents are billed. */
export interface Agency {
  readonly id: string;
  readonly name: string;
  readonly billingMethod: Config['billing']['method'];
}

const LOOKUP_KEY_TAKEN: Conflicts = {
  billing_plans_lookup_key_unique: () =>
    new DomainError('plan_lookup_key_taken', 'Another billing plan has this plan_lookup_key already'),
};

/** Creates and changes billing plans. As soon as there is a plan, exactly one is the default. */
@Injectable()
export class BillingPlans {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly activity: ActivityLog,
    private readonly syncs: SyncRequests,
  ) {}

  /** The one agency of this installation. */
  async agency(): Promise<Agency> {
    const { id, name } = await this.transactions.reader.findOneByOrFail(AgencyEntity, {});
    return { id, name, billingMethod: this.config.billing.method };
  }

  /** @throws DomainError `agency_not_found` */
  async assertAgency(id: string): Promise<void> {
    if (!(await this.transactions.reader.existsBy(AgencyEntity, { id }))) agencyNotFound(id);
  }

  /** @throws DomainError `agency_not_found`, `plan_lookup_key_taken` */
  async create(actor: Actor, agencyId: string, input: BillingPlanInput): Promise<BillingPlanWithUsers> {
    return this.transactions.runOr(LOOKUP_KEY_TAKEN, async (tx) => {
      await lockAgency(tx, agencyId);
      const first = !(await tx.manager.exists(BillingPlanEntity));
      const plan = {
        ...input,
        id: uuidv7(),
        createdAt: tx.now,
        updatedAt: tx.now,
        defaultPlan: first || input.defaultPlan,
      };
      const former = plan.defaultPlan ? await clearDefault(tx.manager) : [];
      const saved = await tx.manager.save(BillingPlanEntity, plan);
      if (saved.planLookupKey !== null) await this.syncs.recheckProblems(tx);
      await this.activity.record(tx, actor, ...former, entryOf('billing_plan_created', null, saved));
      return { plan: saved, userCount: 0 };
    });
  }

  /** Sets what is given of a plan. @throws DomainError `plan_not_found`, `plan_default_kept`, `plan_lookup_key_taken` */
  async update(actor: Actor, id: string, changes: Partial<BillingPlanInput>): Promise<BillingPlanWithUsers> {
    return this.transactions.runOr(LOOKUP_KEY_TAKEN, async (tx) => {
      await lockAgency(tx);
      const plan = (await tx.manager.findOneBy(BillingPlanEntity, { id })) ?? planNotFound(id);
      if (plan.defaultPlan && changes.defaultPlan === false)
        throw new DomainError(
          'plan_default_kept',
          'One plan must be the default; make another one the default instead',
          [
            {
              field: 'defaultPlan',
              message: 'defaultPlan must stay true for the one default; make another plan the default',
            },
          ],
        );
      const former = changes.defaultPlan && !plan.defaultPlan ? await clearDefault(tx.manager) : [];
      const before = fieldsOf(plan);
      Object.assign(plan, changes, { updatedAt: tx.now });
      await tx.manager.save(BillingPlanEntity, plan);
      if (plan.planLookupKey !== before.planLookupKey) await this.syncs.recheckProblems(tx);
      await this.activity.record(tx, actor, ...former, entryOf('billing_plan_updated', before, plan));
      return { plan, userCount: await countUsers(tx.manager, id) };
    });
  }

  /** @throws DomainError `plan_not_found` */
  async get(id: string): Promise<BillingPlanWithUsers> {
    const plan = (await this.transactions.reader.findOneBy(BillingPlanEntity, { id })) ?? planNotFound(id);
    return { plan, userCount: await countUsers(this.transactions.reader, id) };
  }

  /** Oldest first. @throws DomainError `agency_not_found` */
  async list(agencyId: string, { page, pageSize }: PageRequest): Promise<Page<BillingPlanWithUsers>> {
    const { reader } = this.transactions;
    await this.assertAgency(agencyId);
    const [plans, total] = await reader.findAndCount(BillingPlanEntity, {
      order: { createdAt: 'ASC', id: 'ASC' },
      skip: (page - 1) * pageSize,
      take: pageSize,
    });
    const counts = await countUsersOf(
      reader,
      plans.map((plan) => plan.id),
    );
    return { items: plans.map((plan) => ({ plan, userCount: counts.get(plan.id) ?? 0 })), total };
  }
}

/** Writers of plans take turns at the agency's row, so that the default never is two plans or none. */
async function lockAgency(tx: Transaction, id?: string): Promise<void> {
  const agency = await tx.manager.findOne(AgencyEntity, {
    where: id === undefined ? {} : { id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!agency) agencyNotFound(id ?? '');
}

/** Takes the default from the plan that has it, if any, and returns the entry that this leaves. The agency must be locked. */
async function clearDefault(manager: EntityManager): Promise<ActivityEntry[]> {
  const former = await manager.findBy(BillingPlanEntity, { defaultPlan: true });
  await manager.update(BillingPlanEntity, { defaultPlan: true }, { defaultPlan: false });
  return former.map((plan) => {
    const before = fieldsOf(plan);
    plan.defaultPlan = false;
    return entryOf('billing_plan_updated', before, plan);
  });
}

/** A plan has no number, so it is named by its uuid. */
function entryOf(
  type: 'billing_plan_created' | 'billing_plan_updated',
  before: BillingPlanInput | null,
  after: BillingPlanEntity,
): ActivityEntry {
  return {
    type,
    description: `${type.replace('billing_plan_', '')} billing plan ${after.name}`,
    target: { type: 'billing_plan', uuid: after.id },
    changes: changesBetween(before, fieldsOf(after)),
  };
}

/** The fields of a plan that the activity log has. */
function fieldsOf(plan: BillingPlanEntity): BillingPlanInput {
  return {
    name: plan.name,
    description: plan.description,
    botsCount: plan.botsCount,
    queriesCount: plan.queriesCount,
    wordsCount: plan.wordsCount,
    voiceSeconds: plan.voiceSeconds,
    premiumSupport: plan.premiumSupport,
    defaultPlan: plan.defaultPlan,
    removeBranding: plan.removeBranding,
    advancedIntents: plan.advancedIntents,
    autoIntents: plan.autoIntents,
    billingPlanGroup: plan.billingPlanGroup,
    credits: plan.credits,
    attributes: plan.attributes,
    planLookupKey: plan.planLookupKey,
  };
}

async function countUsers(manager: EntityManager, id: string): Promise<number> {
  return (await countUsersOf(manager, [id])).get(id) ?? 0;
}

/** Agents that are not deleted, by the plan they are on. */
async function countUsersOf(manager: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows: { id: string; count: number }[] = await manager.query(
    `SELECT active_billing_plan_id AS id, count(*) FROM billing_accounts
     JOIN ${AGENTS} agent ON agent.id = agent_id AND NOT agent.deleted
     WHERE active_billing_plan_id = ANY ($1::uuid[]) GROUP BY 1`,
    [ids],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

function planNotFound(id: string): never {
  throw new DomainError('plan_not_found', `There is no billing plan ${id}`);
}

function agencyNotFound(id: string): never {
  throw new DomainError('agency_not_found', `There is no agency ${id}; GET /api/v1/agency tells this installation's`);
}
