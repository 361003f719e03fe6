import { ApiProperty } from '@nestjs/swagger';
import type { AgentProfile } from '@rollcall/agents';
import { type BillingAccountView, NEW_BILLING_ACCOUNT } from '@rollcall/billing';

const date = { type: String, format: 'date-time', nullable: true, example: null } as const;
const text = { type: String, nullable: true, example: null } as const;
const uuid = { type: String, format: 'uuid', nullable: true, example: null } as const;
const flag = { type: Boolean, nullable: true, example: false } as const;

/** An agent as this window shows it. */
export class UserDto {
  @ApiProperty({ format: 'uuid', example: '0199f0a0-0cc3-7d44-8b50-8888dd257360' })
  readonly id: string;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly created_at: Date;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly updated_at: Date;
  @ApiProperty({ example: 'John' })
  readonly first_name: string;
  @ApiProperty({ example: 'Doe' })
  readonly last_name: string;
  @ApiProperty({ ...text, example: 'john.doe@example.com' })
  readonly email: string | null;
  @ApiProperty({ example: true })
  readonly is_active: boolean;
  @ApiProperty({ description: 'Whether the agent holds the role Admin', example: false })
  readonly is_superuser: boolean;
  @ApiProperty(flag)
  readonly is_enterprise: boolean | null;
  @ApiProperty({ ...uuid, description: 'One of its roles other than Admin, which is_superuser tells of' })
  readonly role_id: string | null;
  @ApiProperty({ ...text, description: 'As it was sent', example: '+1 202-555-0123' })
  readonly phone: string | null;
  @ApiProperty(date)
  readonly birthdate: Date | null;
  @ApiProperty(text)
  readonly state: string | null;
  @ApiProperty(text)
  readonly country: string | null;
  @ApiProperty(text)
  readonly address: string | null;
  @ApiProperty(uuid)
  readonly active_billing_plan_id: string | null;
  @ApiProperty(uuid)
  readonly next_billing_plan_id: string | null;
  @ApiProperty(text)
  readonly stripe_customer_id: string | null;
  @ApiProperty(text)
  readonly stripe_subscription_id: string | null;
  @ApiProperty(text)
  readonly stripe_subscription_status: string | null;
  @ApiProperty({
    ...text,
    description: 'Why no plan follows from the subscription; null where one does, or none should',
  })
  readonly stripe_problem: string | null;
  @ApiProperty(flag)
  readonly stripe_has_payment_method: boolean | null;
  @ApiProperty(flag)
  readonly is_trial: boolean | null;
  @ApiProperty(flag)
  readonly used_trial: boolean | null;
  @ApiProperty(flag)
  readonly is_paying: boolean | null;
  @ApiProperty(date)
  readonly stripe_last_payment_date: Date | null;
  @ApiProperty(date)
  readonly billing_updated_at: Date | null;
  @ApiProperty(date)
  readonly last_credits_refresh: Date | null;
  @ApiProperty(date)
  readonly next_credits_refresh: Date | null;
  @ApiProperty({ type: 'integer', enum: [0] })
  readonly follower_count = 0;
  @ApiProperty({ type: 'integer', enum: [0] })
  readonly following_count = 0;

  constructor(agent: AgentProfile, account: BillingAccountView = NEW_BILLING_ACCOUNT) {
    this.id = agent.uuid;
    this.created_at = agent.createdAt;
    this.updated_at = agent.updatedAt;
    this.first_name = agent.firstName;
    this.last_name = agent.lastName;
    this.email = agent.email;
    this.is_active = agent.enabled;
    this.is_superuser = agent.roles.some((role) => role.admin);
    this.is_enterprise = agent.isEnterprise;
    this.role_id = agent.roles.find((role) => !role.admin)?.uuid ?? null;
    this.phone = agent.phone;
    this.birthdate = agent.birthdate;
    this.state = agent.state;
    this.country = agent.country;
    this.address = agent.address;
    this.active_billing_plan_id = account.activeBillingPlanId;
    this.next_billing_plan_id = account.nextBillingPlanId;
    this.stripe_customer_id = account.stripeCustomerId;
    this.stripe_subscription_id = account.stripeSubscriptionId;
    this.stripe_subscription_status = account.stripeSubscriptionStatus;
    this.stripe_problem = account.stripeProblem;
    this.stripe_has_payment_method = account.stripeHasPaymentMethod;
    this.is_trial = account.isTrial;
    this.used_trial = account.usedTrial;
    this.is_paying = account.isPaying;
    this.stripe_last_payment_date = account.stripeLastPaymentDate;
    this.billing_updated_at = account.billingUpdatedAt;
    this.last_credits_refresh = account.lastCreditsRefresh;
    this.next_credits_refresh = account.nextCreditsRefresh;
  }
}
