import { Injectable } from '@nestjs/common';
import type { Transaction } from '@rollcall/database';
import { eventRows, insertEvents } from '@rollcall/events';
import { agentLabel } from '@rollcall/identity';

import { type ActivityEntry, WHOM } from './activity-entry.js';
import { eventsOf } from './events-of.js';

/** The request that did something: its id and the address it came from. */
export interface RequestOrigin {
  readonly ip: string | null;
  readonly requestId: string | null;
}

/** The agent that did it, if known, with its key and its request; null for the system itself. */
export type ActivityActor =
  | (RequestOrigin & {
      readonly agentId: number | null;
      readonly keyId?: number | null;
    })
  | null;

/**
 * The statement looks the names up, so that no writer has to know them, and writes the events as well: no other statement is
 * needed.
 */
const INSERT = `
  WITH told AS (${insertEvents('$1', '$2', '$3', '$5', '$8')})
  INSERT INTO activity_log (created_at, actor_id, key_id, ip, request_id, activity_type, activity_description,
    target_model_type, target_model_id, target_model_uuid, changes)
  SELECT $1::timestamptz, $2::bigint, $3::bigint, $4::text, $5::text, type,
    coalesce(${agentLabel('$2::bigint')}, $6::text) || ' ' || words || coalesce(${agentLabel('target_id')} || rest, ''),
    target_type, target_id, target_uuid, changes
  FROM json_to_recordset($7::json) AS entry
    (type text, words text, rest text, target_type text, target_id bigint, target_uuid uuid, changes jsonb)`;

/** Writes the activity log, and the events that follow from its entries. */
@Injectable()
export class ActivityLog {
  /**
   * Adds entries in the transaction of what they record. Each is a sentence that names who did what to whom. The
   * system's own acts name Rollcall, and those of an unknown person name "somebody".
   */
  async record(tx: Transaction, actor: ActivityActor, ...entries: readonly ActivityEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.map(({ type, description, target, changes }) => {
      const [words, rest] = description.split(WHOM);
      return {
        type,
        words,
        rest,
        target_type: target.type,
        target_id: 'id' in target ? target.id : null,
        target_uuid: 'uuid' in target ? target.uuid : null,
        changes,
      };
    });
    await tx.manager.query(INSERT, [
      tx.now,
      actor?.agentId ?? null,
      actor?.keyId ?? null,
      actor?.ip ?? null,
      actor?.requestId ?? null,
      actor ? 'Somebody' : 'Rollcall',
      JSON.stringify(rows),
      eventRows(entries.flatMap(eventsOf)),
    ]);
  }
}
