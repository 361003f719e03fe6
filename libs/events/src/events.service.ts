import { Injectable } from '@nestjs/common';
import type { Transaction } from '@rollcall/database';
import { traceparent } from '@rollcall/observability';

import type { EventActor, NewEvent } from './event-types.js';

/**
 * SQL that adds events and returns their ids, for a statement of another library. Each parameter is an SQL expression: the moment, the ids of actor,
 * key and request, and the events as {@link eventRows} makes them.
 */
export function insertEvents(now: string, actor: string, key: string, request: string, events: string): string {
  return `INSERT INTO events (uuid, created_at, type, subject_type, subject_id, actor_id, key_id, request_id, changes, traceparent)
    SELECT gen_random_uuid(), ${now}::timestamptz, type, subject_type, subject_id, ${actor}::bigint, ${key}::bigint, ${request}::text, changes, traceparent
    FROM json_to_recordset(${events}::json) AS event (type text, subject_type text, subject_id bigint, changes jsonb, traceparent text)
    RETURNING id`;
}

/** Events as the text that {@link insertEvents} takes. */
export function eventRows(events: readonly NewEvent[]): string {
  const under = { traceparent: traceparent() };
  return JSON.stringify(
    events.map(({ type, subject, changes }) => ({
      ...{ type, subject_type: subject.type, subject_id: subject.id, changes, ...under },
    })),
  );
}

const INSERT = insertEvents('$1', '$2', '$3', '$4', '$5');

/**
 * Writes events that leave no entry in the activity log. All others follow from the entries: `ActivityLog` writes them in its own
 * statement.
 */
@Injectable()
export class Events {
  /** Adds events in the transaction of what happened. What they are about must be locked, so that they are in order. Returns their ids. */
  async record(tx: Transaction, actor: EventActor, ...events: readonly NewEvent[]): Promise<number[]> {
    if (events.length === 0) return [];
    const rows: { id: number }[] = await tx.manager.query(INSERT, [
      tx.now,
      actor?.agentId ?? null,
      actor?.keyId ?? null,
      actor?.requestId ?? null,
      eventRows(events),
    ]);
    return rows.map(({ id }) => id);
  }
}
