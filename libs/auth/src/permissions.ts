import { invalidField } from '@rollcall/kernel';

const MANAGED_OBJECTS = [
  'shared_views',
  'status',
  'tags',
  'macros',
  'users',
  'teams',
  'automations',
  'inboxes',
  'roles',
  'webhooks',
  'context_links',
  'templates',
  'reports',
  'business_hours',
  'sla',
  'general_settings',
  'notification_settings',
  'oidc',
  'ai',
  'custom_attributes',
  'activity_logs',
] as const;

/** Every permission there is, in the form `object:action`. */
export const PERMISSIONS = [
  'conversations:read_all',
  'conversations:read_unassigned',
  'conversations:read_assigned',
  'conversations:read_team_inbox',
  'conversations:read_team_all',
  'conversations:read',
  'conversations:write',
  'conversations:update_user_assignee',
  'conversations:update_team_assignee',
  'conversations:update_priority',
  'conversations:update_status',
  'conversations:update_tags',
  'messages:read',
  'messages:write',
  'messages:write_as_contact',
  'view:manage',
  'contacts:read_all',
  'contacts:read',
  'contacts:write',
  'contacts:block',
  'contact_notes:read',
  'contact_notes:write',
  'contact_notes:delete',
  ...MANAGED_OBJECTS.map((object) => `${object}:manage` as const),
  'billing:read',
  'billing:manage',
  'scim:manage',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const KNOWN: ReadonlySet<string> = new Set(PERMISSIONS);

export function isPermission(text: string): text is Permission {
  return KNOWN.has(text);
}

/** The permissions of these names, sorted and unique. @throws DomainError `invalid_input` naming the unknown ones */
export function knownPermissions(field: string, names: readonly string[]): Permission[] {
  const unknown = names.filter((name) => !isPermission(name));
  if (unknown.length > 0)
    throw invalidField(
      field,
      `${field}: there is no permission called ${unknown.map((name) => `"${name}"`).join(', ')}`,
    );
  return [...new Set(names.filter(isPermission))].toSorted();
}
