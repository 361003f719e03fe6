import type { RedisTarget } from '@rollcall/config';
import { Cluster, Redis, type RedisOptions } from 'ioredis';

/** A connection to a Redis of any form. */
export type RedisConnection = Redis | Cluster;

/**
 * How long Redis may take to close a connection that we end. ioredis waits that long even for a connection that is
 * closed already, and this keeps the process from ending. In a cluster, each connection that has asked a node in vain
 * does so.
 */
const END_MS = 300;

/** Connects to Redis, be it one, a cluster or a group with sentinels. */
export function connectRedis(target: RedisTarget, asked: RedisOptions): RedisConnection {
  const patience = { disconnectTimeout: END_MS, ...asked };
  if (target.kind === 'single') return new Redis(target.url, patience);
  const { username, password, tls } = target.access;
  const options = {
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    ...(tls ? { tls: {} } : {}),
    ...patience,
  };
  if (target.kind === 'cluster')
    return new Cluster([...target.nodes], {
      redisOptions: options,
      // The cluster has a queue beside those of its nodes' connections.
      enableOfflineQueue: patience.enableOfflineQueue ?? true,
    });
  const secured = tls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {};
  return new Redis({ ...options, ...secured, sentinels: [...target.sentinels], name: target.master });
}
