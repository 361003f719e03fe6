import { ApiProperty } from '@nestjs/swagger';
import {
  type AccountFilter,
  type ListedAccount,
  SUBSCRIPTION_STATUSES,
  type SubscriptionStatus,
} from '@rollcall/billing';

import { OptionalParameter } from '../../http/input/field.js';
import { flag, oneOf, uuid, wholeNumber } from '../../http/input/rules.js';
import { DEFAULT_PAGE_SIZE, Size } from '../page.js';
import { CreditLeftDto } from './agent-billing.dto.js';

const NO_TEXT = { type: String, nullable: true } as const;
const NO_SUBSCRIPTION = 'none';
const SUBSCRIPTIONS = [...Object.keys(SUBSCRIPTION_STATUSES), NO_SUBSCRIPTION];

/** The billing account of an agent, as the list of accounts shows it. */
export class BillingAccountDto {
  @ApiProperty({ type: 'integer', example: 7 })
  readonly agent_id: number;
  @ApiProperty({ example: 'Ada Lovelace' })
  readonly agent_name: string;
  @ApiProperty({ ...NO_TEXT, example: 'ada@example.com' })
  readonly agent_email: string | null;
  @ApiProperty({ ...NO_TEXT, format: 'uuid' })
  readonly active_plan_id: string | null;
  @ApiProperty(NO_TEXT)
  readonly active_plan_name: string | null;
  @ApiProperty({ ...NO_TEXT, description: 'As Stripe says it, such as active or past_due' })
  readonly stripe_subscription_status: string | null;
  @ApiProperty({ ...NO_TEXT, description: 'Why the data in Stripe does not determine a plan' })
  readonly stripe_problem: string | null;
  @ApiProperty({ ...NO_TEXT, format: 'date-time', description: 'When the next cycle begins' })
  readonly next_credits_refresh: Date | null;
  @ApiProperty({ type: [CreditLeftDto] })
  readonly balance: readonly CreditLeftDto[];

  constructor(account: ListedAccount) {
    this.agent_id = account.agentId;
    this.agent_name = account.name;
    this.agent_email = account.email;
    this.active_plan_id = account.planId;
    this.active_plan_name = account.planName;
    this.stripe_subscription_status = account.subscription;
    this.stripe_problem = account.problem;
    this.next_credits_refresh = account.nextCycle;
    this.balance = Object.entries(account.balance).map(([credit, left]) => new CreditLeftDto(credit, left));
  }
}

/** Which accounts to list. */
export class BillingAccountsQuery {
  @OptionalParameter(uuid(), { description: 'The active plan' })
  plan_id?: string;

  @OptionalParameter(oneOf(SUBSCRIPTIONS), {
    description: `The state of the subscription as Stripe says it, or \`${NO_SUBSCRIPTION}\``,
  })
  subscription?: SubscriptionStatus | typeof NO_SUBSCRIPTION;

  @OptionalParameter(flag(), {
    description: 'Only those whose plan does not follow from the data in Stripe; false if left out',
  })
  problem?: boolean;

  @OptionalParameter(wholeNumber({ min: 1 }), { description: 'The last `agent_id` of the answer before' })
  before?: number;

  @Size()
  limit?: number;

  get filter(): AccountFilter {
    return {
      planId: this.plan_id ?? null,
      subscription: this.subscription ?? null,
      problemsOnly: this.problem ?? false,
      before: this.before ?? null,
      limit: this.limit ?? DEFAULT_PAGE_SIZE,
    };
  }
}
