import type { EventEntity } from './event.entity.js';

/** An event as others are told of it: in the feed, and as the body of a webhook. */
export interface ToldEvent {
  /** By which a receiver sees that it has the event already. */
  readonly id: string;
  readonly event: EventEntity['type'];
  readonly timestamp: Date;
  readonly payload: {
    readonly subject: { readonly type: EventEntity['subjectType']; readonly id: number };
    /** Null when Rollcall acted by itself, or when it is not known who did it. */
    readonly actor: { readonly id: number; readonly api_key_id: number | null } | null;
    readonly request_id: string | null;
    readonly changes: EventEntity['changes'];
  };
}

export function toldEvent(event: EventEntity): ToldEvent {
  const { uuid, type, createdAt, subjectType, subjectId, actorId, keyId, requestId, changes } = event;
  return {
    id: uuid,
    event: type,
    timestamp: createdAt,
    payload: {
      subject: { type: subjectType, id: subjectId },
      actor: actorId === null ? null : { id: actorId, api_key_id: keyId },
      request_id: requestId,
      changes,
    },
  };
}
