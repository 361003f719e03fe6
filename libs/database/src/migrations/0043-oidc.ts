import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Signing in by identity providers. */
export class Oidc1700000000043 implements MigrationInterface {
  name = 'Oidc1700000000043';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS oidc_providers (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT oidc_providers_pkey PRIMARY KEY,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        updated_by bigint NOT NULL,
        name text NOT NULL,
        enabled boolean NOT NULL,
        kind text NOT NULL,
        issuer text NOT NULL,
        client_id text NOT NULL,
        client_secret text NOT NULL,
        logo_url text,
        permissions jsonb NOT NULL,
        creates_agents boolean NOT NULL,
        email_domains jsonb NOT NULL,
        allowed_groups jsonb NOT NULL,
        groups_claim text NOT NULL,
        logs_out_there boolean NOT NULL
      );
      CREATE TABLE IF NOT EXISTS oidc_teams (
        provider_id bigint NOT NULL CONSTRAINT oidc_teams_provider_fkey REFERENCES oidc_providers ON DELETE CASCADE,
        group_name text NOT NULL,
        team_id bigint NOT NULL CONSTRAINT oidc_teams_team_fkey REFERENCES teams ON DELETE CASCADE,
        CONSTRAINT oidc_teams_pkey PRIMARY KEY (provider_id, group_name, team_id)
      );
      CREATE INDEX IF NOT EXISTS oidc_teams_team ON oidc_teams (team_id);
      CREATE TABLE IF NOT EXISTS oidc_links (
        provider_id bigint NOT NULL CONSTRAINT oidc_links_provider_fkey REFERENCES oidc_providers ON DELETE CASCADE,
        subject text NOT NULL,
        agent_id bigint NOT NULL CONSTRAINT oidc_links_agent_fkey REFERENCES agents ON DELETE CASCADE,
        created_at timestamptz(3) NOT NULL,
        CONSTRAINT oidc_links_pkey PRIMARY KEY (provider_id, subject)
      );
      CREATE UNIQUE INDEX IF NOT EXISTS oidc_links_agent_unique ON oidc_links (provider_id, agent_id);
      CREATE INDEX IF NOT EXISTS oidc_links_agent ON oidc_links (agent_id);
      CREATE TABLE IF NOT EXISTS oidc_attempts (
        state_hash bytea NOT NULL CONSTRAINT oidc_attempts_pkey PRIMARY KEY,
        provider_id bigint NOT NULL CONSTRAINT oidc_attempts_provider_fkey REFERENCES oidc_providers ON DELETE CASCADE,
        browser_hash bytea NOT NULL,
        next text,
        expires_at timestamptz(3) NOT NULL
      );
      CREATE INDEX IF NOT EXISTS oidc_attempts_expiry ON oidc_attempts (expires_at);
      CREATE TABLE IF NOT EXISTS oidc_sessions (
        session_id bigint NOT NULL CONSTRAINT oidc_sessions_pkey PRIMARY KEY
          CONSTRAINT oidc_sessions_session_fkey REFERENCES sessions ON DELETE CASCADE,
        agent_id bigint NOT NULL,
        provider_id bigint NOT NULL CONSTRAINT oidc_sessions_provider_fkey REFERENCES oidc_providers ON DELETE CASCADE,
        subject text NOT NULL,
        sid text,
        logout_url text
      );
      CREATE INDEX IF NOT EXISTS oidc_sessions_subject ON oidc_sessions (provider_id, subject);
      CREATE TABLE IF NOT EXISTS oidc_logout_tokens (
        provider_id bigint NOT NULL CONSTRAINT oidc_logout_tokens_provider_fkey REFERENCES oidc_providers ON DELETE CASCADE,
        jti text NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        CONSTRAINT oidc_logout_tokens_pkey PRIMARY KEY (provider_id, jti)
      );
      CREATE INDEX IF NOT EXISTS oidc_logout_tokens_expiry ON oidc_logout_tokens (expires_at);
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
