/** Everything that other systems are told of. */
export const EVENT_TYPES = [
  'agent.created',
  'agent.updated',
  'agent.deleted',
  'agent.enabled',
  'agent.disabled',
  'agent.availability_changed',
  'agent.password_changed',
  'api_key.created',
  'api_key.rotated',
  'api_key.revoked',
  'team.created',
  'team.updated',
  'team.deleted',
  'role.created',
  'role.updated',
  'role.deleted',
  'import.finished',
  'billing.plan_changed',
  'billing.subscription_changed',
  'credits.exhausted',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** The event by which the owner of a webhook tries it. It is sent to that webhook alone, and is not in the feed. */
export const TEST_EVENT = 'webhook.test';

/** What an event can be about. Events about one subject are told in the order in which they happened. */
export const EVENT_SUBJECTS = ['agent', 'team', 'role', 'import', 'webhook'] as const;

export type EventSubject = (typeof EVENT_SUBJECTS)[number];

/** The changed fields by name, in snake_case, with their values before and after as JSON. */
export type EventChanges = Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;

/** Something that happened. It has no secret. */
export interface NewEvent {
  readonly type: EventType | typeof TEST_EVENT;
  readonly subject: { readonly type: EventSubject; readonly id: number };
  readonly changes: EventChanges;
}

/** Who did it: an agent, its key and its request, as far as they are known; null for the system itself. */
export type EventActor = {
  readonly agentId: number | null;
  readonly keyId?: number | null;
  readonly requestId: string | null;
} | null;
