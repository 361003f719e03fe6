import { ApiProperty } from '@nestjs/swagger';
import type { AgentProfile } from '@rollcall/agents';
import { type BillingAccountView, NEW_BILLING_ACCOUNT } from '@rollcall/billing';

import { type BillingOnTheWire, billingOnTheWire, ShowsBillingFields } from './billing-fields-on-the-wire.js';
import { NULLABLE } from './nullable.js';

/** An agent in the form of this window, without its billing. */
class PersonDto {
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
  @ApiProperty({ ...NULLABLE.text, example: 'john.doe@example.com' })
  readonly email: string | null;
  @ApiProperty({ example: true })
  readonly is_active: boolean;
  @ApiProperty({ description: 'Whether the agent holds the role Admin', example: false })
  readonly is_superuser: boolean;
  @ApiProperty(NULLABLE.flag)
  readonly is_enterprise: boolean | null;
  @ApiProperty({
    ...NULLABLE.uuid,
    description: 'One of its roles other than Admin; is_superuser says whether it holds Admin',
  })
  readonly role_id: string | null;
  @ApiProperty({ ...NULLABLE.text, description: 'As it was sent', example: '+1 202-555-0123' })
  readonly phone: string | null;
  @ApiProperty(NULLABLE.date)
  readonly birthdate: Date | null;
  @ApiProperty(NULLABLE.text)
  readonly state: string | null;
  @ApiProperty(NULLABLE.text)
  readonly country: string | null;
  @ApiProperty(NULLABLE.text)
  readonly address: string | null;

  constructor(agent: AgentProfile) {
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
  }
}

@ShowsBillingFields()
class BilledUserDto extends PersonDto {
  constructor(agent: AgentProfile, account: BillingAccountView) {
    super(agent);
    Object.assign(this, billingOnTheWire(account));
  }
}

/** The type of the class for TypeScript, which cannot see fields that are assigned by name. */
const BilledUser = BilledUserDto as new (
  agent: AgentProfile,
  account: BillingAccountView,
) => PersonDto & BillingOnTheWire;

/** An agent with its billing account as this window shows them. */
export class UserDto extends BilledUser {
  @ApiProperty({ type: 'integer', enum: [0] })
  readonly follower_count = 0;
  @ApiProperty({ type: 'integer', enum: [0] })
  readonly following_count = 0;

  constructor(agent: AgentProfile, account: BillingAccountView = NEW_BILLING_ACCOUNT) {
    super(agent, account);
  }
}
