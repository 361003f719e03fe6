import type { Permission } from './permissions.js';

export const GROUPS = ['directory', 'work', 'contacts', 'setup', 'billing'] as const;
export type PermissionGroup = (typeof GROUPS)[number];

/** Every permission that there is, and what it is about. One that the API adds is missing here until this compiles again. */
const GROUP_OF: Readonly<Record<Permission, PermissionGroup>> = {
  'users:manage': 'directory',
  'teams:manage': 'directory',
  'roles:manage': 'directory',
  'activity_logs:manage': 'directory',
  'scim:manage': 'directory',
  'oidc:manage': 'directory',
  'webhooks:manage': 'directory',
  'conversations:read_all': 'work',
  'conversations:read_unassigned': 'work',
  'conversations:read_assigned': 'work',
  'conversations:read_team_inbox': 'work',
  'conversations:read_team_all': 'work',
  'conversations:read': 'work',
  'conversations:write': 'work',
  'conversations:update_user_assignee': 'work',
  'conversations:update_team_assignee': 'work',
  'conversations:update_priority': 'work',
  'conversations:update_status': 'work',
  'conversations:update_tags': 'work',
  'messages:read': 'work',
  'messages:write': 'work',
  'messages:write_as_contact': 'work',
  'view:manage': 'work',
  'contacts:read_all': 'contacts',
  'contacts:read': 'contacts',
  'contacts:write': 'contacts',
  'contacts:block': 'contacts',
  'contact_notes:read': 'contacts',
  'contact_notes:write': 'contacts',
  'contact_notes:delete': 'contacts',
  'shared_views:manage': 'setup',
  'status:manage': 'setup',
  'tags:manage': 'setup',
  'macros:manage': 'setup',
  'automations:manage': 'setup',
  'inboxes:manage': 'setup',
  'context_links:manage': 'setup',
  'templates:manage': 'setup',
  'reports:manage': 'setup',
  'business_hours:manage': 'setup',
  'sla:manage': 'setup',
  'general_settings:manage': 'setup',
  'notification_settings:manage': 'setup',
  'ai:manage': 'setup',
  'custom_attributes:manage': 'setup',
  'billing:read': 'billing',
  'billing:manage': 'billing',
};

export function isPermission(text: string): text is Permission {
  return Object.hasOwn(GROUP_OF, text);
}

/** The permissions of a group, in the order in which they are read. */
export function permissionsIn(group: PermissionGroup): readonly Permission[] {
  return Object.keys(GROUP_OF)
    .filter(isPermission)
    .filter((permission) => GROUP_OF[permission] === group);
}
