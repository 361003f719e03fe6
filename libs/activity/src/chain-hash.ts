import { createHash } from 'node:crypto';

import type { ActivityEntity } from './activity.entity.js';
import { canonicalJson } from './canonical-json.js';

/** What stands before the first entry of the chain. */
export const CHAIN_START = Buffer.alloc(32);

/** The SHA-256 over the hash of the entry before and this entry as it is stored. */
export function chainHash(previous: Buffer, entry: ActivityEntity): Buffer {
  return createHash('sha256').update(previous).update(canonicalForm(entry)).digest();
}

/** What is null is left out, so that a column added later leaves the hashes as they are. */
function canonicalForm(entry: ActivityEntity): string {
  // Somebody may have set the column to what is no time, as `infinity`.
  const createdAt = new Date(entry.createdAt);
  const fields = {
    id: entry.id,
    created_at: Number.isNaN(createdAt.getTime()) ? 'none' : createdAt.toISOString(),
    activity_type: entry.type,
    activity_description: entry.description,
    actor_id: entry.actorId,
    key_id: entry.keyId,
    target_model_type: entry.targetType,
    target_model_id: entry.targetId,
    target_model_uuid: entry.targetUuid,
    ip: entry.ip,
    request_id: entry.requestId,
    changes: entry.changes,
  };
  return canonicalJson(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)));
}
