import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { databaseConnections, databaseWaiting } from '@rollcall/observability';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

const LOOK_MS = 1_000;

/**
 * Logs a warning each second while work waits for a connection because the pool is full, and tells the metrics how full it is. Work
 * that waits for too long fails.
 */
@Injectable()
export class PoolWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PoolWatch.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    const { driver } = this.dataSource;
    const pool: unknown = driver instanceof PostgresDriver ? driver.master : undefined;
    if (!(pool instanceof pg.Pool)) throw new Error('The database has no pool of node-postgres');
    databaseConnections.readBy((gauge) => {
      gauge.set({ state: 'used' }, pool.totalCount - pool.idleCount);
      gauge.set({ state: 'idle' }, pool.idleCount);
    });
    databaseWaiting.readBy((gauge) => {
      gauge.set(pool.waitingCount);
    });
    this.timer = setInterval(() => {
      const { waitingCount: waiting, totalCount: connections } = pool;
      if (waiting > 0) this.logger.warn({ waiting, connections }, 'All connections to the database are in use');
    }, LOOK_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
