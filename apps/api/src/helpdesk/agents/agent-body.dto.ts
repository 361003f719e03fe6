import { OmitType } from '@nestjs/swagger';
import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '@rollcall/agents';
import { PASSWORD_RULE } from '@rollcall/auth';

import { Field, OptionalField } from '../../http/input/field.js';
import type { Rule } from '../../http/input/rule.js';
import { FIRST_NAME, KNOWN_ROLES, KNOWN_TEAMS, LAST_NAME } from '../../http/input/names.js';
import { emailAddress, flag, newPassword, oneOf, text } from '../../http/input/rules.js';
import { RoleField } from './role-field.js';

/** The fields of both create and update. */
export class AgentBody {
  @Field(FIRST_NAME, { example: 'John' })
  first_name!: string;

  @OptionalField(LAST_NAME, { example: 'Doe' })
  last_name?: string | null;

  @Field(emailAddress(), { example: 'john.doe@example.com' })
  email!: string;

  @RoleField()
  role?: string | null;

  @OptionalField(KNOWN_ROLES, { description: 'Roles by name, in any case' })
  roles?: string[] | null;

  @OptionalField(KNOWN_TEAMS, {
    description: 'Teams by name; digits that are not the name of a team are an id',
    example: [],
  })
  teams?: string[] | null;

  @OptionalField(flag(), { description: 'If left out, true for a new agent', example: true })
  enabled?: boolean | null;

  @OptionalField(newPassword().orEmpty(), { description: `${PASSWORD_RULE}; an empty text sets no password` })
  new_password?: string | null;

  /**
   * The names in `role` and `roles`, without duplicates. A method, since a body could try to set an inherited getter.
   */
  roleNames(): string[] {
    return roleNames(this);
  }
}

/** The body of POST /service-accounts and PUT /service-accounts/{id}: an agent's body without e-mail and password. */
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
  @OptionalField(flag(), { description: 'False if left out', example: true })
  send_welcome_email?: boolean | null;
}

/** The words for an availability that clients send: those of the contract, and two older synonyms. */
const OLDER_WORDS: ReadonlyMap<string, AvailabilityStatus> = new Map([
  ['available', 'online'],
  ['busy', 'away_manual'],
]);

function availability(): Rule {
  return oneOf(AVAILABILITY_STATUSES, {
    described: [...AVAILABILITY_STATUSES, ...OLDER_WORDS.keys()],
    meaning: (word) => OLDER_WORDS.get(word) ?? word,
  });
}

/** The body of PUT /agents/{id}. */
export class UpdateAgentBody extends AgentBody {
  @OptionalField(availability())
  availability_status?: AvailabilityStatus | null;
}

/** The body of PUT /agents/me/availability. */
export class AvailabilityBody {
  @Field(availability(), { example: 'away_manual' })
  status!: AvailabilityStatus;

  @OptionalField(oneOf(['user', 'idle']), { description: '`user` if left out' })
  source?: 'user' | 'idle' | null;
}

/** The body of POST /agents/reset-password. */
export class ResetPasswordBody {
  @Field(emailAddress(), { example: 'john.doe@example.com' })
  email!: string;
}

/** The body of POST /agents/set-password. */
export class SetPasswordBody {
  @Field(text({ min: 1, max: 200 }), { description: 'From the mailed link', example: 'token-of-the-mailed-link' })
  token!: string;

  @Field(newPassword(), { description: PASSWORD_RULE, example: 'Correct-Horse-7' })
  password!: string;
}

/** The body of PUT /agents/me/password. */
export class ChangePasswordBody {
  @Field(text({ max: 1_000 }), { example: 'Correct-Horse-7' })
  current_password!: string;

  @Field(newPassword(), { description: PASSWORD_RULE, example: 'Another-Horse-8' })
  new_password!: string;
}
