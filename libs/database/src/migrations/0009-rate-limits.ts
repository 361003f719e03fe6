import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where uses are counted when there is no Redis. What is lost in a crash is counted anew. */
export class RateLimits1700000000009 implements MigrationInterface {
  name = 'RateLimits1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE rate_limits (
        key text CONSTRAINT rate_limits_pkey PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      );
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
