import { Injectable } from '@nestjs/common';
import type { Transaction } from '@rollcall/database';

import { ActivityEntity, type ActivityTarget, type ActivityType } from './activity.entity.js';
import type { ActivityChanges } from './changes.js';

/** The request by which something was done: where it came from, and its id. */
export interface RequestOrigin {
  readonly ip: string | null;
  readonly requestId: string | null;
}

/** Who did it, if that is known, with which key and by which request; null for the system itself. */
export type ActivityActor =
  | (RequestOrigin & {
      readonly agentId: number | null;
      readonly keyId?: number | null;
    })
  | null;

/** What an entry is about, by its number or, where it has none, by its uuid; the number is null where there is no such thing. */
export type EntryTarget = { readonly type: ActivityTarget } & (
  { readonly id: number | null } | { readonly uuid: string }
);

/**
 * What was done to what. The description is a sentence without secrets; changes are left out where there are no fields to
 * speak of, and empty where somebody changed nothing.
 */
export interface ActivityEntry {
  readonly type: ActivityType;
  readonly description: string;
  readonly target: EntryTarget;
  readonly changes?: ActivityChanges;
}

/** Writes the activity log. */
@Injectable()
export class ActivityLog {
  /** Adds entries in the same transaction as what they tell of. */
  async record(tx: Transaction, actor: ActivityActor, ...entries: readonly ActivityEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await tx.manager.insert(
      ActivityEntity,
      entries.map(({ type, description, target, changes }) => ({
        createdAt: tx.now,
        type,
        description,
        actorId: actor?.agentId ?? null,
        keyId: actor?.keyId ?? null,
        targetType: target.type,
        targetId: 'id' in target ? target.id : null,
        targetUuid: 'uuid' in target ? target.uuid : null,
        ip: actor?.ip ?? null,
        requestId: actor?.requestId ?? null,
        changes: changes ?? null,
      })),
    );
  }
}
