import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '@rollcall/agents';
import { PASSWORD_RULE } from '@rollcall/auth';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';

import { emptyIsNone } from '../../http/empty-is-none.js';
import { IsEmailAddress } from '../../http/is-email-address.js';
import { IsName, asStored } from '../../http/is-name.js';
import { TextLength } from '../../http/text-length.js';
import { NamesARole } from './names-a-role.js';

/** More roles or teams than any agent has. */
const MAX_NAMES = 1_000;

/** What create and update have in common. */
export class AgentBody {
  @ApiProperty({ minLength: 1, maxLength: 140, example: 'John' })
  @IsName(1, 140)
  first_name!: string;

  @ApiPropertyOptional({ type: String, maxLength: 140, nullable: true, example: 'Doe' })
  @IsOptional()
  @IsName(0, 140)
  last_name?: string | null;

  @ApiProperty({ format: 'email', maxLength: 320, example: 'john.doe@example.com' })
  @IsEmailAddress()
  email!: string;

  @ApiPropertyOptional({
    type: String,
    description: 'A role by name, in any case; this or `roles` is required, both at once are united',
    example: 'Agent',
  })
  @asStored()
  @NamesARole()
  role?: string | null;

  @ApiPropertyOptional({ type: [String], description: 'Roles by name, in any case' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_NAMES)
  @asStored()
  @IsString({ each: true })
  @TextLength(0, 50, { each: true })
  roles?: string[] | null;

  @ApiPropertyOptional({ type: [String], description: 'Teams by name; digits that are no name are an id', example: [] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_NAMES)
  @asStored()
  @IsString({ each: true })
  @TextLength(0, 140, { each: true })
  teams?: string[] | null;

  @ApiPropertyOptional({ type: Boolean, example: true })
  @IsOptional()
  @IsBoolean()
  enabled?: boolean | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: `${PASSWORD_RULE}; an empty one is none` })
  @emptyIsNone()
  @IsOptional()
  @IsString()
  new_password?: string | null;

  /** Those of `role` and `roles` together, each once. A method, since a body could try to set an inherited getter. */
  roleNames(): string[] {
    return roleNames(this);
  }
}

/** The body of POST /service-accounts and of PUT /service-accounts/{id}: that of an agent without its e-mail and password. */
export class ServiceAccountBody extends OmitType(AgentBody, ['email', 'new_password', 'roleNames']) {
  roleNames(): string[] {
    return roleNames(this);
  }
}

function roleNames({ role, roles }: Pick<AgentBody, 'role' | 'roles'>): string[] {
  return [...new Set([...(role ? [role] : []), ...(roles ?? [])])];
}

/** The body of POST /agents. */
export class CreateAgentBody extends AgentBody {
  @ApiPropertyOptional({ type: Boolean, default: false, example: true })
  @IsOptional()
  @IsBoolean()
  send_welcome_email?: boolean | null;
}

/** What clients send for an availability: the contract's words, and two older ones that stand for some of them. */
const OLDER_WORDS: Readonly<Record<string, AvailabilityStatus>> = { available: 'online', busy: 'away_manual' };

export const availabilityWord = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (OLDER_WORDS[value] ?? value) : value));

/** The body of PUT /agents/{id}. */
export class UpdateAgentBody extends AgentBody {
  @ApiPropertyOptional({ enum: [...AVAILABILITY_STATUSES, ...Object.keys(OLDER_WORDS)], nullable: true })
  @availabilityWord()
  @IsOptional()
  @IsIn(AVAILABILITY_STATUSES)
  availability_status?: AvailabilityStatus | null;
}

/** The body of PUT /agents/me/availability. */
export class AvailabilityBody {
  @ApiProperty({ enum: [...AVAILABILITY_STATUSES, ...Object.keys(OLDER_WORDS)], example: 'away_manual' })
  @availabilityWord()
  @IsIn(AVAILABILITY_STATUSES)
  status!: AvailabilityStatus;

  @ApiPropertyOptional({ enum: ['user', 'idle'], default: 'user' })
  @IsOptional()
  @IsIn(['user', 'idle'])
  source?: 'user' | 'idle' | null;
}

/** The body of POST /agents/reset-password. */
export class ResetPasswordBody {
  @ApiProperty({ format: 'email', maxLength: 320, example: 'john.doe@example.com' })
  @IsEmailAddress()
  email!: string;
}

/** The body of POST /agents/set-password. */
export class SetPasswordBody {
  @ApiProperty({ description: 'From the mailed link' })
  @IsString()
  @TextLength(1, 200)
  token!: string;

  @ApiProperty({
    description: PASSWORD_RULE,
    example: 'Correct-Horse-7',
  })
  @IsString()
  password!: string;
}
