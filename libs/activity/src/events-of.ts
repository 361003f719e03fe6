import type { EventType, NewEvent } from '@rollcall/events';

import type { ActivityEntry } from './activity-entry.js';
import type { ActivityTarget, ActivityType } from './activity.entity.js';
import { type ActivityChanges, onlyFields } from './changes.js';

/** The event that an entry of each type is; null for none. */
const TYPES: Readonly<Record<ActivityType, EventType | null>> = {
  agent_created: 'agent.created',
  agent_updated: 'agent.updated',
  agent_deleted: 'agent.deleted',
  agent_enabled: 'agent.enabled',
  agent_disabled: 'agent.disabled',
  agent_online: 'agent.availability_changed',
  agent_away: 'agent.availability_changed',
  agent_away_reassigned: 'agent.availability_changed',
  agent_login: null,
  agent_logout: null,
  login_failed: null,
  agent_password_set: 'agent.password_changed',
  mfa_enrolled: null,
  mfa_removed: null,
  mfa_reset: null,
  // `role.updated` tells of the permissions.
  agent_role_permissions_changed: null,
  api_key_created: 'api_key.created',
  api_key_rotated: 'api_key.rotated',
  api_key_revoked: 'api_key.revoked',
  team_created: 'team.created',
  team_updated: 'team.updated',
  team_deleted: 'team.deleted',
  role_created: 'role.created',
  role_updated: 'role.updated',
  role_deleted: 'role.deleted',
  welcome_email_requested: null,
  admin_reset: null,
  billing_plan_created: null,
  billing_plan_updated: null,
  billing_plan_changed: 'billing.plan_changed',
  billing_cycle_restarted: null,
  // Receivers would be told of themselves.
  webhook_created: null,
  webhook_updated: null,
  webhook_deleted: null,
  webhook_switched_off: null,
  oidc_provider_created: null,
  oidc_provider_updated: null,
  oidc_provider_deleted: null,
  job_retried: null,
};

const SUBJECTS = {
  agent: 'agent',
  team: 'team',
  role: 'role',
  billing_plan: null,
  webhook: 'webhook',
  oidc_provider: null,
  job: null,
} as const satisfies Record<ActivityTarget, string | null>;

/** The fields of an agent whose changes are told by events of their own. */
const TOLD_APART = ['enabled', 'availability_status', 'active_billing_plan_id', 'next_billing_plan_id'];
const OF_SUBSCRIPTIONS = ['stripe_subscription_id', 'stripe_subscription_status'];

/** Events that say nothing without a changed field. */
const NEEDS_CHANGES = new Set<EventType>(['agent.updated', 'team.updated', 'role.updated', 'billing.plan_changed']);

interface Told {
  readonly type: EventType;
  readonly changes: ActivityChanges;
}

/** The events that an entry of the activity log is. Each changed field is told by one event. */
export function eventsOf({ type, target, changes = {} }: ActivityEntry): NewEvent[] {
  const event = TYPES[type];
  const subject = SUBJECTS[target.type];
  const id = 'id' in target ? target.id : null;
  if (event === null || subject === null || id === null) return [];
  const told = event === 'agent.updated' ? [...partsOf(changes)] : [{ type: event, changes }];
  return told
    .filter((part) => !NEEDS_CHANGES.has(part.type) || Object.keys(part.changes).length > 0)
    .map((part) => ({ ...part, subject: { type: subject, id } }));
}

/** The event of a changed subscription, if it changed; the activity log has no entry for what Stripe changes. */
export function subscriptionEvents(changes: ActivityChanges): Told[] {
  const changed = onlyFields(changes, ...OF_SUBSCRIPTIONS);
  return Object.keys(changed).length > 0 ? [{ type: 'billing.subscription_changed', changes: changed }] : [];
}

function* partsOf(changes: ActivityChanges): Generator<Told> {
  const apart = new Set([...TOLD_APART, ...OF_SUBSCRIPTIONS]);
  yield {
    type: 'agent.updated',
    changes: onlyFields(changes, ...Object.keys(changes).filter((name) => !apart.has(name))),
  };
  // An agent that goes offline leaves no entry of its own: the peer's log has no type for it.
  if (changes.availability_status?.after === 'offline')
    yield { type: 'agent.availability_changed', changes: onlyFields(changes, 'availability_status') };
  yield* subscriptionEvents(changes);
}
