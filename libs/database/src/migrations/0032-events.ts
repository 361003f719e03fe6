import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What other systems are told of. An event gets its position after the transaction of its change has committed, so
 * that no event is ever put before one that somebody has read.
 */
export class Events1700000000032 implements MigrationInterface {
  name = 'Events1700000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS events (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT events_pkey PRIMARY KEY,
        uuid uuid NOT NULL,
        created_at timestamptz(3) NOT NULL,
        type text NOT NULL,
        subject_type text NOT NULL,
        subject_id bigint NOT NULL,
        actor_id bigint,
        key_id bigint,
        request_id text,
        changes jsonb NOT NULL,
        position bigint
      );
      CREATE UNIQUE INDEX IF NOT EXISTS events_position_unique ON events (position) WHERE position IS NOT NULL;
      CREATE INDEX IF NOT EXISTS events_unplaced ON events (id) WHERE position IS NULL AND type <> 'webhook.test';
      CREATE TABLE IF NOT EXISTS event_feed (
        only_one boolean NOT NULL DEFAULT true CONSTRAINT event_feed_pkey PRIMARY KEY
          CONSTRAINT event_feed_only_one CHECK (only_one),
        last_position bigint NOT NULL
      );
      INSERT INTO event_feed (last_position) VALUES (0) ON CONFLICT (only_one) DO NOTHING;
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
