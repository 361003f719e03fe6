import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many conversations agents have, for those who assign more. */
export class AgentWorkloads1700000000029 implements MigrationInterface {
  name = 'AgentWorkloads1700000000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS agent_workloads (
        agent_id bigint CONSTRAINT agent_workloads_pkey PRIMARY KEY
          CONSTRAINT agent_workloads_agent_fkey REFERENCES agents ON DELETE CASCADE,
        assigned_conversations integer NOT NULL,
        last_assigned_at timestamptz(3)
      )
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
