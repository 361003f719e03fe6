import { type ActivityEntry, changesBetween, WHOM } from '@rollcall/activity';
import type { ApiKeyEntity } from '@rollcall/auth';

/**
 * What the activity log says about a key: neither half of it. Entries that are made with the key later carry its id.
 */
export function keyFields({ id, name, kind, scopes, expiresAt, allowedIps }: ApiKeyEntity) {
  return { id, name, kind, scopes, expiresAt, allowedIps };
}

/** The entry that a new key leaves. `replaced` is the key that it replaces, if any. */
export function keyCreatedEntry(key: ApiKeyEntity, replaced: ApiKeyEntity | null = null): ActivityEntry {
  return {
    type: 'api_key_created',
    description: `created API key "${key.name}" of ${WHOM}`,
    target: { type: 'agent', id: key.agentId },
    changes: changesBetween(replaced && keyFields(replaced), keyFields(key)),
  };
}
