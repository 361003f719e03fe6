import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The roles that a group of the identity provider gives to its members. */
export class GroupRoles1700000000031 implements MigrationInterface {
  name = 'GroupRoles1700000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS group_roles (
        team_id bigint NOT NULL CONSTRAINT group_roles_team_fkey REFERENCES teams ON DELETE CASCADE,
        role_id bigint NOT NULL CONSTRAINT group_roles_role_fkey REFERENCES roles ON DELETE CASCADE,
        CONSTRAINT group_roles_pkey PRIMARY KEY (team_id, role_id)
      )
    `);
    await runner.query('CREATE INDEX IF NOT EXISTS group_roles_role ON group_roles (role_id)');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
