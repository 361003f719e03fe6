import { Injectable } from '@nestjs/common';
import { Transactions } from '@rollcall/database';
import { cursorAt, type CursorRequest, placeOf, type Slice } from '@rollcall/kernel';

import { BillingAccountEntity } from './billing-account.entity.js';
import { BillingPlanEntity } from './billing-plan.entity.js';
import { CreditEntryEntity } from './credit-entry.entity.js';
import { type CreditBalance, Credits } from './credits.js';

/** What was granted and used of one credit on one day. */
export interface CreditDay {
  /** The day in UTC, `2026-11-28`. */
  readonly day: string;
  readonly credit: string;
  readonly granted: number;
  readonly used: number;
}

/** An account as administrators read it. */
export interface AccountOverview {
  readonly account: BillingAccountEntity;
  readonly activePlan: BillingPlanEntity | null;
  readonly nextPlan: BillingPlanEntity | null;
  readonly balance: CreditBalance;
  /** The last 30 days; a day on which nothing happened is left out. */
  readonly days: readonly CreditDay[];
}

/** How many days of grants and uses are told, today among them. */
const DAYS = 30;

/** Reads what an account was granted and has used. */
@Injectable()
export class CreditLedger {
  constructor(
    private readonly transactions: Transactions,
    private readonly credits: Credits,
  ) {}

  /** The account of an agent, in four statements that each read the rows of this account by an index. */
  async overview(agentId: number): Promise<AccountOverview> {
    const { reader } = this.transactions;
    const account = await reader.findOneByOrFail(BillingAccountEntity, { agentId });
    const ids = [account.activeBillingPlanId, account.nextBillingPlanId];
    const [plans, balance, days] = await Promise.all([
      reader.createQueryBuilder(BillingPlanEntity, 'plan').where('plan.id = ANY (:ids)', { ids }).getMany(),
      this.credits.balance(agentId),
      this.days(agentId),
    ]);
    const [activePlan = null, nextPlan = null] = ids.map((id) => plans.find((plan) => plan.id === id) ?? null);
    return { account, activePlan, nextPlan, balance, days };
  }

  /** The entries of an account, the latest first. @throws DomainError `invalid_input` when the cursor is none of a list */
  async slice(agentId: number, { cursor, limit }: CursorRequest): Promise<Slice<CreditEntryEntity>> {
    const query = this.transactions.reader
      .createQueryBuilder(CreditEntryEntity, 'entry')
      .where('entry.agentId = :agentId', { agentId })
      .orderBy('entry.createdAt', 'DESC')
      .addOrderBy('entry.id', 'DESC')
      .limit(limit + 1);
    if (cursor !== undefined) query.andWhere('(entry.createdAt, entry.id) < (:at, :id)', { ...placeOf(cursor) });
    const found = await query.getMany();
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last ? cursorAt({ at: last.createdAt, id: last.id }) : null };
  }

  private async days(agentId: number): Promise<CreditDay[]> {
    const rows: { day: string; credit: string; granted: string; used: string }[] = await this.transactions.reader.query(
      `SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, credit,
         coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::text AS granted,
         coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)::text AS used
       FROM credit_entries
       WHERE agent_id = $1 AND created_at >= date_trunc('day', now(), 'UTC') - make_interval(days => $2)
       GROUP BY 1, 2 ORDER BY 1, 2`,
      [agentId, DAYS - 1],
    );
    return rows.map((row) => ({ ...row, granted: Number(row.granted), used: Number(row.used) }));
  }
}
