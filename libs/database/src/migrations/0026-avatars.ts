import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The files in the storage that nothing names, so that they can be deleted. Triggers keep the list: an agent that is given a file
 * takes it off, and fails where its deletion has begun; one that loses a file, or is deleted, puts it back.
 */
export class Avatars1700000000026 implements MigrationInterface {
  name = 'Avatars1700000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS unnamed_files (
        name text CONSTRAINT unnamed_files_pkey PRIMARY KEY,
        since timestamptz NOT NULL DEFAULT now(),
        doomed boolean NOT NULL DEFAULT false
      )
    `);
    await runner.query('CREATE INDEX IF NOT EXISTS unnamed_files_age ON unnamed_files (since)');
    // The row, or its absence, is what the sweep and a naming transaction agree on: whoever comes second finds it locked.
    await runner.query(`
      CREATE OR REPLACE FUNCTION note_avatar_files() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.avatar_url LIKE '/uploads/%' THEN
          DELETE FROM unnamed_files WHERE name = substr(NEW.avatar_url, 10) AND NOT doomed;
          IF NOT FOUND THEN
            RAISE EXCEPTION 'The file % is named already, or was deleted before anything named it', NEW.avatar_url;
          END IF;
        END IF;
        IF OLD.avatar_url LIKE '/uploads/%' THEN
          INSERT INTO unnamed_files (name) VALUES (substr(OLD.avatar_url, 10));
        END IF;
        RETURN NULL;
      END $$
    `);
    await runner.query(`
      CREATE OR REPLACE TRIGGER agents_avatar_files AFTER UPDATE OF avatar_url ON agents
      FOR EACH ROW WHEN (NEW.avatar_url IS DISTINCT FROM OLD.avatar_url)
      EXECUTE FUNCTION note_avatar_files()
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
