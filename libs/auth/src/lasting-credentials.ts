import { Injectable } from '@nestjs/common';
import { joinEnabledAgent } from '@rollcall/identity';
import { Clock } from '@rollcall/kernel';
import { DataSource } from 'typeorm';

import { oldest } from './sessions.js';
import type { VerifiedCredentials } from './verified-credentials.js';

/** Tells which credentials still let their agents in, for requests that are answered for long. */
@Injectable()
export class LastingCredentials {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Those of the list that are good no more, in one query for all of them: the agent is disabled or deleted, the key is revoked or
   * expired, or the session has ended.
   */
  async ended<T extends VerifiedCredentials>(all: readonly T[]): Promise<T[]> {
    const now = this.clock.now();
    const good: { readonly place: number }[] = await this.dataSource.query(
      `SELECT asked.place::int FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])
         WITH ORDINALITY AS asked(agent_id, key_id, session_id, place)
       ${joinEnabledAgent('asked.agent_id')}
       LEFT JOIN api_keys k ON k.id = asked.key_id AND (k.expires_at IS NULL OR k.expires_at > $4)
       LEFT JOIN sessions s ON s.id = asked.session_id AND s.last_seen_at > $5 AND s.created_at > $6
       WHERE (asked.key_id IS NULL OR k.id IS NOT NULL) AND (asked.session_id IS NULL OR s.id IS NOT NULL)`,
      [
        all.map(({ agentId }) => agentId),
        all.map(({ keyId }) => keyId),
        all.map(({ sessionId }) => sessionId),
        now,
        ...oldest(now),
      ],
    );
    const places = new Set(good.map(({ place }) => place));
    return all.filter((_, index) => !places.has(index + 1));
  }
}
