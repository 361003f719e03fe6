import { type ActivityChanges, type ActivityEntry, changesBetween, onlyFields, WHOM } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';
import { planEntries } from '@rollcall/billing';

import type { AgentProfile } from './agent-profile.js';
import { availabilityEntries } from './availability.js';

/** What the entries of an agent say beside its fields. */
interface Circumstances {
  readonly billing: ActivityChanges;
  readonly passwordSet: boolean;
  /** How it was done, as the end of the sentences about the agent: ` by …`. */
  readonly by?: string;
}

/** The entries that a new agent leaves in the activity log. */
export function createdEntries(agent: AgentProfile, { billing, passwordSet, by = '' }: Circumstances): ActivityEntry[] {
  return [
    {
      type: 'agent_created',
      description: `created agent ${WHOM}${by}`,
      target: { type: 'agent', id: agent.id },
      changes: { ...changesBetween(null, fieldsOf(agent)), ...billing },
    },
    ...(passwordSet ? [passwordSetEntry(agent)] : []),
    ...planEntries(agent.id, billing),
  ];
}

/**
 * The entries that a change leaves: one with everything, even when nothing is different, and one for each important
 * change.
 */
export function updatedEntries(
  actor: Actor,
  before: AgentProfile,
  after: AgentProfile,
  { billing, passwordSet, by = '' }: Circumstances,
): ActivityEntry[] {
  const target = { type: 'agent', id: after.id } as const;
  const changes = { ...changesBetween(fieldsOf(before), fieldsOf(after)), ...billing };
  const entries: ActivityEntry[] = [
    { type: 'agent_updated', description: `updated agent ${WHOM}${by}`, target, changes },
  ];
  if (before.enabled !== after.enabled)
    entries.push({
      ...(after.enabled
        ? { type: 'agent_enabled', description: `enabled agent ${WHOM}${by}` }
        : { type: 'agent_disabled', description: `disabled agent ${WHOM}${by}` }),
      target,
      changes: onlyFields(changes, 'enabled'),
    });
  if (passwordSet) entries.push(passwordSetEntry(after));
  entries.push(...availabilityEntries(actor, before, after.availabilityStatus));
  return [...entries, ...planEntries(after.id, billing)];
}

function passwordSetEntry(agent: AgentProfile): ActivityEntry {
  return {
    type: 'agent_password_set',
    description: `set password for ${WHOM}`,
    target: { type: 'agent', id: agent.id },
  };
}

/** The entry that a deletion leaves. `by` says how it was done, as the end of the sentence: ` by …`. */
export function deletedEntry(agent: AgentProfile, by = ''): ActivityEntry {
  return {
    type: 'agent_deleted',
    description: `deleted agent ${WHOM}${by}`,
    target: { type: 'agent', id: agent.id },
    changes: changesBetween(fieldsOf(agent), null),
  };
}

/** What the activity log tells of an agent. */
function fieldsOf(agent: AgentProfile) {
  return {
    firstName: agent.firstName,
    lastName: agent.lastName,
    email: agent.email,
    enabled: agent.enabled,
    availabilityStatus: agent.availabilityStatus,
    roles: agent.roles.map(({ name }) => name),
    teams: agent.teams.map(({ name }) => name),
    phone: agent.phone,
    birthdate: agent.birthdate,
    state: agent.state,
    country: agent.country,
    address: agent.address,
    isEnterprise: agent.isEnterprise,
    avatarUrl: agent.avatarUrl,
    externalUserId: agent.externalUserId,
    customAttributes: agent.customAttributes,
  };
}
