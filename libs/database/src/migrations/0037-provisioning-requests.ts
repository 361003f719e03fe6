import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The last requests of identity providers with their answers. Nothing references them, and they reference nothing. */
export class ProvisioningRequests1700000000037 implements MigrationInterface {
  name = 'ProvisioningRequests1700000000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS provisioning_requests (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT provisioning_requests_pkey PRIMARY KEY,
        created_at timestamptz(3) NOT NULL,
        key_id bigint,
        agent_id bigint,
        request_id text NOT NULL,
        method text NOT NULL,
        path text NOT NULL,
        body text,
        status integer,
        failed boolean NOT NULL,
        scim_type text,
        detail text,
        answer text,
        duration_ms integer NOT NULL
      )
    `);
    await runner.query(
      'CREATE INDEX IF NOT EXISTS provisioning_requests_kept ON provisioning_requests (key_id, failed, id)',
    );
    await runner.query('CREATE INDEX IF NOT EXISTS provisioning_requests_age ON provisioning_requests (created_at)');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
