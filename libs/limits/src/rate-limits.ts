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

/** How long Redis may take for an answer: as long as a request waits for it. */
const REDIS_TIMEOUT_MS = 500;

/** So many uses in a window of so many seconds, which begins with the first. */
export interface Limit {
  readonly name: string;
  readonly uses: number;
  readonly seconds: number;
}

/** How a limit stands after a use. */
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

/** What counts the uses of one limit. */
interface Counters {
  /** For all replicas together. */
  readonly shared: RateLimiterAbstract;
  /** For this process, while the other cannot. */
  readonly own: RateLimiterAbstract;
}

/**
 * Counts uses against limits, for all replicas together: in Redis when there is one, otherwise in PostgreSQL. While that
 * does not answer each process counts for itself, so that nobody is locked out and nobody is let loose. What is counted
 * by is stored as a hash.
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

  /** Counts a use by `key`, be it allowed or not. */
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

  /** Takes back a use by `key` that turned out to be none. */
  async uncount(limit: Limit, key: string): Promise<void> {
    await this.ask(limit, (counter) => counter.reward(hashOf(key)));
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  /** Asks the counter of all replicas, or that of this process when there is no answer. */
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
