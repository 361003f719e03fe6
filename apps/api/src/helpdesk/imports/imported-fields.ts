import type { ListedAgent } from '@rollcall/agents';
import type { InvalidField } from '@rollcall/kernel';
import type { CsvFields } from '@rollcall/imports';

import { rulesOf } from '../../http/input/field.js';
import { invalidFields } from '../../http/input/rule.js';
import { CreateAgentBody } from '../agents/agent-body.dto.js';

/** Checks the fields of a row by the rules of the body of POST /agents: the agent, or all that is wrong. */
export function importedFields(fields: CsvFields): ListedAgent | readonly InvalidField[] {
  const rules = rulesOf(CreateAgentBody);
  const mistakes: InvalidField[] = [];
  const checked = <T>(name: keyof CsvFields, sent: T): T => {
    const rule = rules.get(name);
    if (!rule) throw new Error(`CreateAgentBody has no rule for ${name}`);
    const value = rule.convert ? (rule.convert(sent) as T) : sent;
    mistakes.push(...invalidFields(name, rule.problems(value), true));
    return value;
  };
  const agent = {
    firstName: checked('first_name', fields.first_name),
    ...(fields.last_name === undefined ? {} : { lastName: checked('last_name', fields.last_name) }),
    email: checked('email', fields.email),
    roles: checked('roles', fields.roles),
    ...(fields.teams === undefined ? {} : { teams: checked('teams', fields.teams) }),
  };
  if (agent.roles.length === 0) mistakes.push({ field: 'roles', message: 'roles must name at least one role' });
  return mistakes.length > 0 ? mistakes : agent;
}
