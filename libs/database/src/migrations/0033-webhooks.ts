import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is told of events, and what was sent to whom. */
export class Webhooks1700000000033 implements MigrationInterface {
  name = 'Webhooks1700000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS webhooks (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT webhooks_pkey PRIMARY KEY,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by bigint NOT NULL,
        name text NOT NULL,
        url text NOT NULL,
        events jsonb NOT NULL,
        headers jsonb NOT NULL,
        secret text NOT NULL,
        previous_secret text,
        previous_until timestamptz(3),
        is_active boolean NOT NULL,
        failures integer NOT NULL DEFAULT 0,
        failing_since timestamptz(3),
        resume_at timestamptz(3),
        leased_until timestamptz(3)
      );
      CREATE TABLE IF NOT EXISTS webhook_deliveries (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT webhook_deliveries_pkey PRIMARY KEY,
        webhook_id bigint NOT NULL CONSTRAINT webhook_deliveries_webhook_fkey REFERENCES webhooks ON DELETE CASCADE,
        event_id bigint NOT NULL CONSTRAINT webhook_deliveries_event_fkey REFERENCES events ON DELETE CASCADE,
        created_at timestamptz(3) NOT NULL,
        position bigint NOT NULL,
        subject text NOT NULL,
        state text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        attempted_at timestamptz(3),
        duration_ms integer,
        url text,
        status integer,
        answer text,
        error text
      );
      CREATE UNIQUE INDEX IF NOT EXISTS webhook_deliveries_unique ON webhook_deliveries (webhook_id, event_id);
      CREATE INDEX IF NOT EXISTS webhook_deliveries_event ON webhook_deliveries (event_id);
      CREATE INDEX IF NOT EXISTS webhook_deliveries_due ON webhook_deliveries (webhook_id, next_attempt_at) WHERE state = 'pending';
      CREATE INDEX IF NOT EXISTS webhook_deliveries_order ON webhook_deliveries (webhook_id, subject, position) WHERE state = 'pending';
      CREATE TABLE IF NOT EXISTS webhook_dispatch (
        only_one boolean NOT NULL DEFAULT true CONSTRAINT webhook_dispatch_pkey PRIMARY KEY
          CONSTRAINT webhook_dispatch_only_one CHECK (only_one),
        position bigint NOT NULL
      );
      INSERT INTO webhook_dispatch (position) VALUES (0) ON CONFLICT (only_one) DO NOTHING;
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
