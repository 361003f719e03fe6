import type { BookedKey } from '../client/book.js';
import type { Finding } from './agents.js';

/** A key as the database has it; those that were revoked are gone. */
export interface StoredKey {
  readonly id: number;
  readonly agent: number;
}

export const STORED_KEYS = `SELECT id::int, agent_id::int AS agent FROM api_keys WHERE name LIKE 'key-%'`;

/** Finds keys that nobody was told of. Whether those that were acknowledged work is asked of the apis. */
export function compareKeys(booked: readonly Pick<BookedKey, 'id'>[], stored: readonly StoredKey[]): Finding[] {
  const acknowledged = new Set(booked.map(({ id }) => id));
  return stored
    .filter(({ id }) => !acknowledged.has(id))
    .map(({ id, agent }) => ({
      wrong: 'two for one request',
      detail: `key ${id} of agent ${agent} was never acknowledged`,
    }));
}
