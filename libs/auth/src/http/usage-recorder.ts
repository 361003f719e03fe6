import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { LAST_ACTIVE } from '@rollcall/identity';
import { Clock } from '@rollcall/kernel';
import { DataSource } from 'typeorm';

import type { VerifiedCredentials } from '../verified-credentials.js';

/** How late a use may appear in the database. */
const FLUSH_MS = 10_000;

/** Notes when keys, sessions and agents were last seen, in batches and never on the path of a request. */
@Injectable()
export class UsageRecorder implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(UsageRecorder.name);
  private seenKeys = new Map<number, Date>();
  private seenSessions = new Map<number, Date>();
  private seenAgents = new Map<number, Date>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      void this.flush().catch((error: unknown) => {
        this.logger.warn({ err: error }, 'Uses of keys could not be noted');
      });
    }, FLUSH_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  seen({ keyId, sessionId, agentId }: VerifiedCredentials): void {
    const now = this.clock.now();
    if (keyId !== null) this.seenKeys.set(keyId, now);
    if (sessionId !== null) this.seenSessions.set(sessionId, now);
    this.seenAgents.set(agentId, now);
  }

  /** Writes all uses since the last call; if that fails, keeps them for the next call. */
  async flush(): Promise<void> {
    const keys = this.seenKeys;
    const sessions = this.seenSessions;
    const agents = this.seenAgents;
    if (agents.size === 0) return;
    this.seenKeys = new Map();
    this.seenSessions = new Map();
    this.seenAgents = new Map();
    try {
      await this.write('api_keys', 'last_used_at', keys);
      await this.write('sessions', 'last_seen_at', sessions);
      await this.write(LAST_ACTIVE.table, LAST_ACTIVE.column, agents);
    } catch (error) {
      this.seenKeys = new Map([...keys, ...this.seenKeys]);
      this.seenSessions = new Map([...sessions, ...this.seenSessions]);
      this.seenAgents = new Map([...agents, ...this.seenAgents]);
      throw error;
    }
  }

  /** Rows are locked in the order of their ids, so that two replicas writing at once do not block each other for good. */
  private async write(table: string, column: string, seen: ReadonlyMap<number, Date>): Promise<void> {
    if (seen.size === 0) return;
    await this.dataSource.query(
      `WITH seen AS (
         SELECT t.id, s.at FROM ${table} t
         JOIN unnest($1::bigint[], $2::timestamptz[]) AS s(id, at) ON s.id = t.id
         ORDER BY t.id FOR NO KEY UPDATE OF t
       )
       UPDATE ${table} t SET ${column} = greatest(t.${column}, seen.at) FROM seen WHERE t.id = seen.id`,
      [[...seen.keys()], [...seen.values()]],
    );
  }
}
