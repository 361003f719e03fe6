import { ApiProperty } from '@nestjs/swagger';
import type { AccountOverview, CreditDay, CreditEntryEntity } from '@rollcall/billing';
import { type CursorRequest, type Slice } from '@rollcall/kernel';

import { OptionalParameter } from '../../http/input/field.js';
import { text } from '../../http/input/rules.js';
import { DEFAULT_PAGE_SIZE, Size } from '../page.js';

const NO_TEXT = { type: String, nullable: true } as const;
const NO_DATE = { type: String, format: 'date-time', nullable: true } as const;

/** What is left of a credit. */
export class CreditLeftDto {
  @ApiProperty({ example: 'ai_replies' })
  readonly credit: string;
  @ApiProperty({ type: 'integer', example: 120 })
  readonly left: number;

  constructor(credit: string, left: number) {
    this.credit = credit;
    this.left = left;
  }
}

/** What was granted and used of a credit on a day. */
export class CreditDayDto {
  @ApiProperty({ pattern: String.raw`^\d{4}-\d\d-\d\d$`, description: 'The day in UTC', example: '2026-11-28' })
  readonly day: string;
  @ApiProperty({ example: 'ai_replies' })
  readonly credit: string;
  @ApiProperty({ type: 'integer', example: 500 })
  readonly granted: number;
  @ApiProperty({ type: 'integer', example: 20 })
  readonly used: number;

  constructor({ day, credit, granted, used }: CreditDay) {
    this.day = day;
    this.credit = credit;
    this.granted = granted;
    this.used = used;
  }
}

/** The billing account of an agent. */
export class AgentBillingDto {
  @ApiProperty({ ...NO_TEXT, format: 'uuid' })
  readonly active_plan_id: string | null;
  @ApiProperty(NO_TEXT)
  readonly active_plan_name: string | null;
  @ApiProperty({ ...NO_TEXT, format: 'uuid', description: 'Takes the place of the active one at the next cycle' })
  readonly next_plan_id: string | null;
  @ApiProperty(NO_TEXT)
  readonly next_plan_name: string | null;
  @ApiProperty({ ...NO_DATE, description: 'When the next cycle begins' })
  readonly next_credits_refresh: Date | null;
  @ApiProperty(NO_TEXT)
  readonly stripe_customer_id: string | null;
  @ApiProperty({ ...NO_TEXT, description: 'As Stripe says it, such as active or past_due' })
  readonly stripe_subscription_status: string | null;
  @ApiProperty({ ...NO_TEXT, description: 'Why the data in Stripe does not determine a plan' })
  readonly stripe_problem: string | null;
  @ApiProperty({ ...NO_DATE, description: 'When Stripe was asked with success last' })
  readonly stripe_synced_at: Date | null;
  @ApiProperty({ ...NO_DATE })
  readonly stripe_last_payment_date: Date | null;
  @ApiProperty({ type: [CreditLeftDto] })
  readonly balance: readonly CreditLeftDto[];
  @ApiProperty({ type: [CreditDayDto], description: 'The last 30 days; one on which nothing happened is left out' })
  readonly days: readonly CreditDayDto[];

  constructor({ account, activePlan, nextPlan, balance, days }: AccountOverview) {
    this.active_plan_id = account.activeBillingPlanId;
    this.active_plan_name = activePlan?.name ?? null;
    this.next_plan_id = account.nextBillingPlanId;
    this.next_plan_name = nextPlan?.name ?? null;
    this.next_credits_refresh = account.nextCreditsRefresh;
    this.stripe_customer_id = account.stripeCustomerId;
    this.stripe_subscription_status = account.stripeSubscriptionStatus;
    this.stripe_problem = account.stripeProblem;
    this.stripe_synced_at = account.stripeSyncedAt;
    this.stripe_last_payment_date = account.stripeLastPaymentDate;
    this.balance = Object.entries(balance).map(([credit, left]) => new CreditLeftDto(credit, left));
    this.days = days.map((day) => new CreditDayDto(day));
  }
}

/** An entry of the ledger. */
export class CreditEntryDto {
  @ApiProperty({ type: 'integer', example: 7 })
  readonly id: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-28T10:00:00.000Z' })
  readonly created_at: Date;
  @ApiProperty({ example: 'ai_replies' })
  readonly credit: string;
  @ApiProperty({ type: 'integer', description: 'Above zero for a grant, below for a use', example: -20 })
  readonly amount: number;
  @ApiProperty({ ...NO_TEXT, format: 'uuid', description: 'The plan that granted it; null for a use' })
  readonly billing_plan_id: string | null;
  @ApiProperty({ ...NO_DATE, description: 'When the cycle began that a grant is for' })
  readonly cycle: Date | null;
  @ApiProperty({ ...NO_TEXT, description: 'The key that makes a use happen once; null for a grant' })
  readonly key: string | null;

  constructor({ id, createdAt, credit, amount, billingPlanId, cycle, key }: CreditEntryEntity) {
    this.id = id;
    this.created_at = createdAt;
    this.credit = credit;
    this.amount = amount;
    this.billing_plan_id = billingPlanId;
    this.cycle = cycle;
    this.key = key;
  }
}

/** A slice of a ledger. */
export class CreditEntriesDto {
  @ApiProperty({ type: [CreditEntryDto] })
  readonly results: readonly CreditEntryDto[];
  @ApiProperty({ ...NO_TEXT, description: 'The cursor of the next slice; null on the last slice' })
  readonly next_cursor: string | null;

  constructor({ items, nextCursor }: Slice<CreditEntryEntity>) {
    this.results = items.map((entry) => new CreditEntryDto(entry));
    this.next_cursor = nextCursor;
  }
}

/** Chooses the slice of a ledger after a cursor. */
export class CreditEntriesQuery {
  @OptionalParameter(text({ max: 200 }), { description: '`next_cursor` of the previous answer' })
  cursor?: string;

  @Size()
  limit?: number;

  cursorRequest(): CursorRequest {
    return { ...(this.cursor ? { cursor: this.cursor } : {}), limit: this.limit ?? DEFAULT_PAGE_SIZE };
  }
}
