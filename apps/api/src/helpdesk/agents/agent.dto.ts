import { ApiProperty } from '@nestjs/swagger';
import type { AgentProfile } from '@rollcall/agents';
import { AVAILABILITY_STATUSES } from '@rollcall/agents';

class AgentTeam {
  @ApiProperty({ type: 'integer', example: 1 })
  id!: number;

  @ApiProperty({ example: 'Support Team' })
  name!: string;

  @ApiProperty({ example: '🛠️', description: 'Empty if the team has none' })
  emoji!: string;
}

/** The agent object, full. */
export class AgentDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly created_at: Date;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly updated_at: Date;
  @ApiProperty({ example: 'John' })
  readonly first_name: string;
  @ApiProperty({ example: 'Doe' })
  readonly last_name: string;
  @ApiProperty({ type: String, nullable: true, example: 'john.doe@example.com' })
  readonly email: string | null;
  @ApiProperty({ enum: ['agent'] })
  readonly type = 'agent';
  @ApiProperty({ enum: AVAILABILITY_STATUSES, example: 'offline' })
  readonly availability_status: string;
  @ApiProperty({ type: String, nullable: true, example: '+1' })
  readonly phone_number_calling_code: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2025550123' })
  readonly phone_number: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'US' })
  readonly phone_number_country_code: string | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  readonly avatar_url: string | null;
  @ApiProperty({ example: true })
  readonly enabled: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  readonly last_active_at: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  readonly last_login_at: Date | null;
  @ApiProperty({ type: [String], example: ['Agent'] })
  readonly roles: readonly string[];
  @ApiProperty({ type: [String], example: ['conversations:read'] })
  readonly permissions: readonly string[];
  @ApiProperty({ type: 'object', additionalProperties: true, example: {} })
  readonly custom_attributes: object;
  @ApiProperty({ type: [AgentTeam] })
  readonly teams: readonly AgentTeam[];
  @ApiProperty({ type: String, nullable: true, description: 'Only the public half' })
  readonly api_key: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  readonly api_key_last_used_at: Date | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  readonly external_user_id: string | null;
  @ApiProperty({ type: String, nullable: true, minLength: 2, maxLength: 2, example: 'DE' })
  readonly country: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, example: {}, description: 'Always empty for an agent' })
  readonly meta: object = {};

  constructor(agent: AgentProfile) {
    this.id = agent.id;
    this.created_at = agent.createdAt;
    this.updated_at = agent.updatedAt;
    this.first_name = agent.firstName;
    this.last_name = agent.lastName;
    this.email = agent.email;
    this.availability_status = agent.availabilityStatus;
    this.phone_number_calling_code = agent.phoneNumberCallingCode;
    this.phone_number = agent.phoneNumber;
    this.phone_number_country_code = agent.phoneNumberCountryCode;
    this.avatar_url = agent.avatarUrl;
    this.enabled = agent.enabled;
    this.last_active_at = agent.lastActiveAt;
    this.last_login_at = agent.lastLoginAt;
    this.roles = agent.roles.map((role) => role.name);
    this.permissions = agent.permissions;
    this.custom_attributes = agent.customAttributes;
    this.teams = agent.teams.map((team) => ({ ...team, emoji: team.emoji ?? '' }));
    this.api_key = agent.apiKey;
    this.api_key_last_used_at = agent.apiKeyLastUsedAt;
    this.external_user_id = agent.externalUserId;
    this.country = countryCode(agent.country);
  }
}

/** The other window stores any text as a country; clients of this window know only codes (ISO 3166-1 alpha-2). */
function countryCode(country: string | null): string | null {
  return country !== null && /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : null;
}
