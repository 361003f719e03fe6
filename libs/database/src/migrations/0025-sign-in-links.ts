import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A token of a link says what it is for. The default is for the tokens that there are, and for processes of the version before;
 * being constant, it rewrites no row.
 */
export class SignInLinks1700000000025 implements MigrationInterface {
  name = 'SignInLinks1700000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE password_tokens ADD COLUMN IF NOT EXISTS purpose text NOT NULL DEFAULT 'set_password'`,
    );
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
