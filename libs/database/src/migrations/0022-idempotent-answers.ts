import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The answers to requests that carried an `Idempotency-Key`, so that a repeated request gets the same answer. */
export class IdempotentAnswers1700000000022 implements MigrationInterface {
  name = 'IdempotentAnswers1700000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS idempotent_answers (
        id bytea CONSTRAINT idempotent_answers_pkey PRIMARY KEY,
        created_at timestamptz NOT NULL,
        answer bytea NOT NULL
      )
    `);
    await runner.query('CREATE INDEX IF NOT EXISTS idempotent_answers_age ON idempotent_answers (created_at)');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
