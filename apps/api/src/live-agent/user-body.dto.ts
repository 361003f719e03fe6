import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { PersonalFields, RoleChoice } from '@rollcall/agents';
import type { BillingAccountFields } from '@rollcall/billing';
import { IsBoolean, IsOptional, IsString } from 'class-validator';

import { OptionalDate } from '../http/optional-date.js';
import { IsEmailAddress } from '../http/is-email-address.js';
import { IsName } from '../http/is-name.js';
import { given } from './given.js';
import { OptionalFlag, OptionalText, OptionalUuid } from './optional-fields.js';

/** What both bodies may carry beside the person's name and e-mail. */
class UserFields {
  @ApiPropertyOptional({ type: Boolean, default: true })
  @IsOptional()
  @IsBoolean()
  is_active?: boolean | null;

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Whether the agent holds the role Admin' })
  @IsOptional()
  @IsBoolean()
  is_superuser?: boolean | null;

  @OptionalFlag(false)
  is_enterprise?: boolean | null;

  @OptionalUuid()
  role_id?: string | null;

  @OptionalDate()
  birthdate?: Date | null;

  @OptionalText(50)
  phone?: string | null;

  @OptionalText()
  state?: string | null;

  @OptionalText()
  country?: string | null;

  @OptionalText()
  address?: string | null;

  @OptionalUuid()
  active_billing_plan_id?: string | null;

  @OptionalUuid()
  next_billing_plan_id?: string | null;

  @OptionalText()
  stripe_customer_id?: string | null;

  @OptionalText()
  stripe_subscription_id?: string | null;

  @OptionalText()
  stripe_subscription_status?: string | null;

  @OptionalFlag(false)
  stripe_has_payment_method?: boolean | null;

  @OptionalFlag(false)
  is_trial?: boolean | null;

  @OptionalFlag(false)
  used_trial?: boolean | null;

  @OptionalFlag(false)
  is_paying?: boolean | null;

  @OptionalDate()
  stripe_last_payment_date?: Date | null;

  @OptionalDate()
  billing_updated_at?: Date | null;

  @OptionalDate()
  last_credits_refresh?: Date | null;

  @OptionalDate()
  next_credits_refresh?: Date | null;

  personal(): Partial<PersonalFields> {
    return given({
      phone: this.phone,
      birthdate: this.birthdate,
      state: this.state,
      country: this.country,
      address: this.address,
      isEnterprise: this.is_enterprise,
    });
  }

  billing(): Partial<BillingAccountFields> {
    return given({
      activeBillingPlanId: this.active_billing_plan_id,
      nextBillingPlanId: this.next_billing_plan_id,
      stripeCustomerId: this.stripe_customer_id,
      stripeSubscriptionId: this.stripe_subscription_id,
      stripeSubscriptionStatus: this.stripe_subscription_status,
      stripeHasPaymentMethod: this.stripe_has_payment_method,
      isTrial: this.is_trial,
      usedTrial: this.used_trial,
      isPaying: this.is_paying,
      stripeLastPaymentDate: this.stripe_last_payment_date,
      billingUpdatedAt: this.billing_updated_at,
      lastCreditsRefresh: this.last_credits_refresh,
      nextCreditsRefresh: this.next_credits_refresh,
    });
  }
}

/** The body of POST /user/create_live_agent. */
export class CreateLiveAgentBody extends UserFields {
  @ApiProperty({ minLength: 1, maxLength: 140, example: 'John' })
  @IsName(1, 140)
  first_name!: string;

  @ApiProperty({ maxLength: 140, example: 'Doe' })
  @IsName(0, 140)
  last_name!: string;

  @ApiProperty({ format: 'email', maxLength: 320, example: 'john.doe@example.com' })
  @IsEmailAddress()
  email!: string;

  @ApiProperty({ example: 'Correct-Horse-7' })
  @IsString()
  password!: string;

  roles(): RoleChoice {
    return { uuid: this.role_id ?? null, superuser: this.is_superuser ?? undefined };
  }
}

/** The body of PUT /user/{user_id}: any of the fields but the password. */
export class UpdateUserBody extends UserFields {
  @ApiPropertyOptional({ minLength: 1, maxLength: 140 })
  @IsOptional()
  @IsName(1, 140)
  first_name?: string | null;

  @ApiPropertyOptional({ maxLength: 140 })
  @IsOptional()
  @IsName(0, 140)
  last_name?: string | null;

  @ApiPropertyOptional({ format: 'email', maxLength: 320 })
  @IsOptional()
  @IsEmailAddress()
  email?: string | null;

  roles(): RoleChoice | undefined {
    if (this.role_id === undefined && (this.is_superuser === undefined || this.is_superuser === null)) return undefined;
    return { uuid: this.role_id ?? null, superuser: this.is_superuser ?? undefined };
  }
}
