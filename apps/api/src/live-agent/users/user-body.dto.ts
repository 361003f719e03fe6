import type { PersonalFields, RoleChoice } from '@rollcall/agents';
import { PASSWORD_RULE } from '@rollcall/auth';
import type { BillingAccountFields } from '@rollcall/billing';

import { dateTime } from '../../http/input/date-time.js';
import { Field, OptionalField } from '../../http/input/field.js';
import { FIRST_NAME, LAST_NAME } from '../../http/input/names.js';
import { emailAddress, flag, newPassword, text, uuid } from '../../http/input/rules.js';
import { billingFieldsOf, TakesBillingFields } from './billing-fields-on-the-wire.js';
import { given } from '../given.js';

/** The fields of both bodies besides the name and the e-mail. */
class PersonFields {
  @OptionalField(flag(), { description: 'If left out, true for a new agent' })
  is_active?: boolean | null;

  @OptionalField(flag(), { description: 'Whether the agent holds the role Admin; if left out, false for a new agent' })
  is_superuser?: boolean | null;

  @OptionalField(flag())
  is_enterprise?: boolean | null;

  @OptionalField(uuid())
  role_id?: string | null;

  @OptionalField(dateTime())
  birthdate?: Date | null;

  @OptionalField(text({ max: 50 }))
  phone?: string | null;

  @OptionalField(text({ max: 1_000 }))
  state?: string | null;

  @OptionalField(text({ max: 1_000 }))
  country?: string | null;

  @OptionalField(text({ max: 1_000 }))
  address?: string | null;

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
}

/** The same fields, and the billing fields. */
@TakesBillingFields()
class UserFields extends PersonFields {
  billing(): Partial<BillingAccountFields> {
    return billingFieldsOf(this);
  }
}

/** The body of POST /user/create_live_agent. */
export class CreateLiveAgentBody extends UserFields {
  @Field(FIRST_NAME, { example: 'John' })
  first_name!: string;

  @Field(LAST_NAME, { example: 'Doe' })
  last_name!: string;

  @Field(emailAddress(), { example: 'john.doe@example.com' })
  email!: string;

  @Field(newPassword(), { description: PASSWORD_RULE, example: 'Correct-Horse-7' })
  password!: string;

  roles(): RoleChoice {
    return { uuid: this.role_id ?? null, superuser: this.is_superuser ?? undefined };
  }
}

/** The body of PUT /user/{user_id}: any of the fields but the password. */
export class UpdateUserBody extends UserFields {
  @OptionalField(FIRST_NAME, { example: 'Grace' })
  first_name?: string | null;

  @OptionalField(LAST_NAME)
  last_name?: string | null;

  @OptionalField(emailAddress())
  email?: string | null;

  roles(): RoleChoice | undefined {
    if (this.role_id === undefined && (this.is_superuser === undefined || this.is_superuser === null)) return undefined;
    return { uuid: this.role_id ?? null, superuser: this.is_superuser ?? undefined };
  }
}
