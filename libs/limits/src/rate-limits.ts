import { createHash } from 'node:crypto';

import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { connectRedis, type RedisConnection } from '@rollcall/jobs';
import {
  type IRateLimiterOptions,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterStoreAbstract,
} from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';

/** So many uses in a window of so many seconds, which begins with the first. */
export interface Limit {
  readonly name: string;
  readonly uses: number;
  readonly seconds: number;
}

/** How a limit stands after a use. */
export interface LimitState {
  readonly limit: Limit;
  readonly isExceeded: boolean;
  /** How many uses are left in the window. */
  readonly left: number;
  /** When the window ends, in seconds from now, rounded up. */
  readonly endsInSeconds: number;
}

/**
 * Counts uses against limits, for all replicas together: in Redis when there is one, otherwise in PostgreSQL. While
 * neither answers each process counts for itself, so that nobody is locked out and nobody is let loose. What is counted
 * by is stored as a hash.
 */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  private readonly logger = new Logger(RateLimits.name);
  private readonly prefix: string;
  private readonly redis: RedisConnection | undefined;
  private readonly counters = new Map<string, RateLimiterStoreAbstract>();

  constructor(
    @Inject(CONFIG) { queue }: Config,
    private readonly dataSource: DataSource,
  ) {
    this.prefix = queue.backend === 'redis' ? queue.prefix : 'rollcall';
    if (queue.backend !== 'redis') return;
    this.redis = connectRedis(queue.target, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    this.redis.on('error', (error: Error) => {
      this.logger.debug({ err: error }, 'Redis cannot be asked for counts');
    });
  }

  /** Counts a use by `key`, be it allowed or not. */
  async count(limit: Limit, key: string): Promise<LimitState> {
    try {
      return stateOf(limit, await this.counterOf(limit).consume(hashOf(key)));
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return stateOf(limit, refusal, true);
      throw refusal;
    }
  }

  /** How often it was used by `key` in the window under way. */
  async usesOf(limit: Limit, key: string): Promise<number> {
    return (await this.counterOf(limit).get(hashOf(key)))?.consumedPoints ?? 0;
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  private counterOf(limit: Limit): RateLimiterStoreAbstract {
    const known = this.counters.get(limit.name);
    if (known) return known;
    const { name, uses: points, seconds: duration } = limit;
    const insuranceLimiter = new RateLimiterMemory({ points, duration });
    const options: IRateLimiterOptions = {
      keyPrefix: `${this.prefix}:limit:${name}`,
      points,
      duration,
      insuranceLimiter,
    };
    const counter = this.redis
      ? new RateLimiterRedis({ ...options, storeClient: this.redis })
      : new RateLimiterPostgres({
          ...options,
          storeClient: this.dataSource,
          storeType: 'typeorm',
          tableName: 'rate_limits',
          tableCreated: true,
        });
    this.counters.set(name, counter);
    return counter;
  }
}

function stateOf(limit: Limit, { remainingPoints, msBeforeNext }: RateLimiterRes, isExceeded = false): LimitState {
  return { limit, isExceeded, left: Math.max(remainingPoints, 0), endsInSeconds: Math.ceil(msBeforeNext / 1_000) };
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
