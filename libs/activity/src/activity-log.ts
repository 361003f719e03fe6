import { Injectable } from '@nestjs/common';
import type { Transaction } from '@rollcall/database';

import { ActivityEntity, type ActivityTarget, type ActivityType } from './activity.entity.js';

/** Who did it, if that is known, and from where; null for the system itself. */
export type ActivityActor = { readonly agentId: number | null; readonly ip: string | null } | null;

/** What was done to what. The description is a sentence without secrets. */
export interface ActivityEntry {
  readonly type: ActivityType;
  readonly description: string;
  readonly target: { readonly type: ActivityTarget; readonly id: number };
}

/** Writes the activity log. */
@Injectable()
export class ActivityLog {
  /** Adds entries in the same transaction as what they tell of. */
  async record(tx: Transaction, actor: ActivityActor, ...entries: readonly ActivityEntry[]): Promise<void> {
    await tx.manager.insert(
      ActivityEntity,
      entries.map(({ type, description, target }) => ({
        createdAt: tx.now,
        type,
        description,
        actorId: actor?.agentId ?? null,
        targetType: target.type,
        targetId: target.id,
        ip: actor?.ip ?? null,
      })),
    );
  }
}
