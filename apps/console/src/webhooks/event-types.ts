import type { EventType } from '../api/webhooks.js';

/** Every event that there is. One that the API adds is missing here until this compiles again. */
const KNOWN: Readonly<Record<EventType, true>> = {
  'agent.created': true,
  'agent.updated': true,
  'agent.deleted': true,
  'agent.enabled': true,
  'agent.disabled': true,
  'agent.availability_changed': true,
  'agent.password_changed': true,
  'api_key.created': true,
  'api_key.rotated': true,
  'api_key.revoked': true,
  'team.created': true,
  'team.updated': true,
  'team.deleted': true,
  'role.created': true,
  'role.updated': true,
  'role.deleted': true,
  'import.finished': true,
  'billing.plan_changed': true,
  'billing.subscription_changed': true,
  'credits.exhausted': true,
};

/** In the order in which they are read. */
export const EVENT_TYPES: readonly EventType[] = Object.keys(KNOWN).filter((name): name is EventType =>
  Object.hasOwn(KNOWN, name),
);
