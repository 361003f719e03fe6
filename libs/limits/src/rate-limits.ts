import { createHash } from 'node:crypto';

import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { connectRedis, type RedisConnection, warnSparingly } from '@rollcall/jobs';
import {
  type IRateLimiterOptions,
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';

/** How long a request waits for Redis. */
const REDIS_TIMEOUT_MS = 500;

/** The number of uses that is allowed in a window, and its length in seconds. The window begins with the first use. */
export interface Limit {
  readonly name: string;
  readonly uses: number;
  readonly seconds: number;
}

/** The state of a limit after a use. */
export interface LimitState {
  readonly limit: Limit;
  /** How many uses there were in the window. */
  readonly used: number;
  readonly isExceeded: boolean;
  /** How many uses are left in the window. */
  readonly left: number;
  /** When the window ends, in seconds from now, rounded up. */
  readonly endsInSeconds: number;
}

/** The counters of one limit. */
interface Counters {
  /** Counts for all replicas together. */
  readonly shared: RateLimiterAbstract;
  /** Counts for this process alone while the shared counter does not answer. */
  readonly own: RateLimiterAbstract;
}

/**
 * Counts uses against limits for all replicas together: in Redis if there is one, otherwise in PostgreSQL. While the
 * store does not answer, each process counts for itself, so that nobody is locked out and no limit is lifted. Keys
 * are stored as hashes.
 */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  private readonly warnOfStore = warnSparingly(
    new Logger(RateLimits.name),
    'Limits cannot be counted for all replicas together; each process counts for itself',
  );
  private readonly prefix: string;
  private readonly redis: RedisConnection | undefined;
  private readonly counters = new Map<string, Counters>();

  constructor(
    @Inject(CONFIG) { queue }: Config,
    private readonly dataSource: DataSource,
  ) {
    this.prefix = queue.backend === 'redis' ? queue.prefix : 'rollcall';
    if (queue.backend !== 'redis') return;
    this.redis = connectRedis(queue.target, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: REDIS_TIMEOUT_MS,
    }).on('error', this.warnOfStore);
  }

  /** Counts a use by `key`, whether or not it is allowed. */
  async count(limit: Limit, key: string): Promise<LimitState> {
    const { consumedPoints: used, msBeforeNext } = await this.ask(limit, (counter) => counter.penalty(hashOf(key)));
    return {
      limit,
      used,
      isExceeded: used > limit.uses,
      left: Math.max(limit.uses - used, 0),
      endsInSeconds: Math.ceil(msBeforeNext / 1_000),
    };
  }

  /** Takes back a use by `key` that should not count. */
  async uncount(limit: Limit, key: string): Promise<void> {
    await this.ask(limit, (counter) => counter.reward(hashOf(key)));
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  /** Asks the counter of all replicas, or the one of this process if that does not answer. */
  private async ask(
    limit: Limit,
    question: (counter: RateLimiterAbstract) => Promise<RateLimiterRes>,
  ): Promise<RateLimiterRes> {
    const { shared, own } = this.countersOf(limit);
    try {
      return await question(shared);
    } catch (error) {
      this.warnOfStore(error);
      return question(own);
    }
  }

  private countersOf(limit: Limit): Counters {
    const known = this.counters.get(limit.name);
    if (known) return known;
    const { name, uses: points, seconds: duration } = limit;
    const options: IRateLimiterOptions = { keyPrefix: `${this.prefix}:limit:${name}`, points, duration };
    const shared = this.redis
      ? new RateLimiterRedis({ ...options, storeClient: this.redis })
      : new RateLimiterPostgres({
          ...options,
          storeClient: this.dataSource,
          storeType: 'typeorm',
          tableName: 'rate_limits',
          tableCreated: true,
        });
    const counters = { shared, own: new RateLimiterMemory(options) };
    this.counters.set(name, counters);
    return counters;
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
