import { Logger } from '@nestjs/common';
import { cutText, emailKey, nameKey, nameText } from '@rollcall/kernel';
import type { MigrationInterface, QueryRunner } from 'typeorm';

import { violatedConstraint } from '../database-errors.js';

/** The longest name of each kind. */
const LONGEST = { roles: 50, teams: 140 } as const;

/** How many agents are given their keys at a time. */
const BATCH = 5_000;

/**
 * The columns, and the keys of rows that processes of the version before write: exactly for ASCII, and for the rest as well
 * as PostgreSQL can, which leaves the key of a name or address that such a process changes to another that is not ASCII.
 */
const PREPARATION = `
  ALTER TABLE roles ADD IF NOT EXISTS name_key text;
  ALTER TABLE teams ADD IF NOT EXISTS name_key text;
  ALTER TABLE agents
    ADD IF NOT EXISTS email_key text,
    DROP CONSTRAINT IF EXISTS agents_email_normal,
    DROP CONSTRAINT IF EXISTS agents_email_length,
    ADD CONSTRAINT agents_email_length CHECK (char_length(email) <= 320) NOT VALID;

  CREATE OR REPLACE FUNCTION name_key_of_other_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.name COLLATE "C" ~ '^[ -~]*$' THEN
        NEW.name_key := regexp_replace(btrim(lower(NEW.name COLLATE "C")), ' +', ' ', 'g');
      ELSIF NEW.name_key IS NULL THEN
        NEW.name_key := lower(normalize(NEW.name, NFC));
      END IF;
      RETURN NEW;
    END
  $$;
  CREATE OR REPLACE FUNCTION email_key_of_other_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.email IS NULL OR NEW.email COLLATE "C" ~ '^[ -~]*$' OR NEW.email_key IS NULL THEN
        NEW.email_key := NEW.email;
      END IF;
      RETURN NEW;
    END
  $$;
  CREATE OR REPLACE TRIGGER roles_name_key_on_insert BEFORE INSERT ON roles
    FOR EACH ROW WHEN (NEW.name_key IS NULL) EXECUTE FUNCTION name_key_of_other_version();
  CREATE OR REPLACE TRIGGER roles_name_key_on_update BEFORE UPDATE OF name ON roles
    FOR EACH ROW WHEN (NEW.name <> OLD.name AND NEW.name_key IS NOT DISTINCT FROM OLD.name_key)
    EXECUTE FUNCTION name_key_of_other_version();
  CREATE OR REPLACE TRIGGER teams_name_key_on_insert BEFORE INSERT ON teams
    FOR EACH ROW WHEN (NEW.name_key IS NULL) EXECUTE FUNCTION name_key_of_other_version();
  CREATE OR REPLACE TRIGGER teams_name_key_on_update BEFORE UPDATE OF name ON teams
    FOR EACH ROW WHEN (NEW.name <> OLD.name AND NEW.name_key IS NOT DISTINCT FROM OLD.name_key)
    EXECUTE FUNCTION name_key_of_other_version();
  CREATE OR REPLACE TRIGGER agents_email_key_on_insert BEFORE INSERT ON agents
    FOR EACH ROW WHEN (NEW.email_key IS NULL) EXECUTE FUNCTION email_key_of_other_version();
  CREATE OR REPLACE TRIGGER agents_email_key_on_update BEFORE UPDATE OF email ON agents
    FOR EACH ROW WHEN (NEW.email IS DISTINCT FROM OLD.email AND NEW.email_key IS NOT DISTINCT FROM OLD.email_key)
    EXECUTE FUNCTION email_key_of_other_version();
`;

const RENAMED = `
  INSERT INTO activity_log
    (created_at, activity_type, activity_description, target_model_type, target_model_id, changes)
  VALUES (now(), $1::text || '_updated', 'Renamed by an upgrade, since another has the name or nobody could see it', $1, $2,
    jsonb_build_object('name', jsonb_build_object('before', $3::text, 'after', $4::text)))`;

/** Agents without a key, or with one that a trigger made of an address that is not ASCII. */
const WITHOUT_KEY = `
  SELECT id, email FROM agents
  WHERE id > $1 AND email IS NOT NULL
    AND (email_key IS NULL OR email_key = email AND NOT email COLLATE "C" ~ '^[ -~]*$')
  ORDER BY id LIMIT $2`;

/** A number behind the key, which no address has, for all but the first of those with one mailbox. */
const SET_SECONDS_ASIDE = `
  UPDATE agents SET email_key = email_key || ' ' || agents.id
  FROM (SELECT id, row_number() OVER (PARTITION BY email_key ORDER BY is_system DESC, id) AS place
    FROM agents WHERE deleted_at IS NULL AND email_key IS NOT NULL) AS placed
  WHERE placed.id = agents.id AND place > 1 RETURNING agents.id`;

/**
 * Names and mailboxes are the same by a key that one function of the code makes, in a column with the unique index. The
 * indexes before folded case by the locale of the database, and compared teams byte by byte.
 *
 * Of roles or teams that have one name by now the oldest keeps it, a built-in role before all, and the others get ` (2)`
 * and so on behind theirs. Of agents with one mailbox the oldest is found by it; the others keep their address, their keys
 * and their sessions, and cannot log in by it or have a password reset until they are given another. All are logged.
 *
 * The triggers are for processes of the version before and may go once none of them is left.
 * Each step may be done again after a run that was cut off.
 */
export class KeysOfNames1700000000013 implements MigrationInterface {
  name = 'KeysOfNames1700000000013';
  transaction = false;
  private readonly logger = new Logger(KeysOfNames1700000000013.name);

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PREPARATION);
    await this.keyNames(runner, 'roles');
    await this.keyNames(runner, 'teams');
    await keyMailboxes(runner);
    await this.indexMailboxes(runner);
  }

  /** Roles and teams are few: nobody else writes them while they get their keys. */
  private async keyNames(runner: QueryRunner, table: keyof typeof LONGEST): Promise<void> {
    await runner.startTransaction();
    try {
      await runner.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
      const order = table === 'roles' ? 'built_in IS NULL, id' : 'id';
      const found = await runner.manager.query<{ id: number; name: string }[]>(
        `SELECT id, name FROM ${table} ORDER BY ${order}`,
      );
      for (const { id, before, name } of distinctNames(found, LONGEST[table])) {
        await runner.query(`UPDATE ${table} SET name = $2, name_key = $3 WHERE id = $1`, [id, name, nameKey(name)]);
        if (name === before) continue;
        await runner.query(RENAMED, [table.slice(0, -1), id, before, name]);
        this.logger.warn({ table, id, before, name }, 'Renamed, since another has the name or nobody could see it');
      }
      await runner.query(`
        ALTER TABLE ${table} ALTER name_key SET NOT NULL;
        DROP INDEX ${table}_name_unique;
        CREATE UNIQUE INDEX ${table}_name_unique ON ${table} (name_key);
      `);
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction();
      throw error;
    }
  }

  /** Builds the index beside those who write agents, one of whom may add a mailbox that is there already. */
  private async indexMailboxes(runner: QueryRunner): Promise<void> {
    const [index] = await runner.manager.query<{ keyed: boolean }[]>(
      `SELECT pg_get_indexdef('agents_email_unique'::regclass) LIKE '%(email_key)%' AS keyed`,
    );
    if (index?.keyed) return;
    for (let built = false; !built;) {
      await runner.query('DROP INDEX CONCURRENTLY IF EXISTS agents_email_key_unique');
      const [seconds]: [{ id: number }[], number] = await runner.manager.query(SET_SECONDS_ASIDE);
      for (const { id } of seconds)
        this.logger.warn({ agentId: id }, 'An older agent has the mailbox of this one; give it another address');
      built = await buildIndex(runner);
    }
    await runner.query(`
      DROP INDEX agents_email_unique;
      ALTER INDEX agents_email_key_unique RENAME TO agents_email_unique;
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}

/** The names as they are to be stored, in the order given, of which the first of several keeps its name. */
function distinctNames(
  found: readonly { readonly id: number; readonly name: string }[],
  longest: number,
): { readonly id: number; readonly before: string; readonly name: string }[] {
  const stored = found.map(({ id, name }) => ({
    id,
    before: name,
    name: storedName(name, longest) || `Nameless ${id}`,
  }));
  const wanted = new Set(stored.map(({ name }) => nameKey(name)));
  const given = new Set<string>();
  return stored.map(({ id, before, name: first }) => {
    let name = first;
    for (let count = 2; given.has(nameKey(name)) || (name !== first && wanted.has(nameKey(name))); count++)
      name = `${cutText(first, longest - ` (${count})`.length)} (${count})`;
    given.add(nameKey(name));
    return { id, before, name };
  });
}

/** A composed name may be longer than the same in pieces. */
function storedName(name: string, longest: number): string {
  const text = nameText(name);
  return Array.from(text).length > longest ? cutText(text, longest) : text;
}

/** Gives the agents their keys, beside those who write them. */
async function keyMailboxes(runner: QueryRunner): Promise<void> {
  for (let after = 0; ;) {
    const agents = await runner.manager.query<{ id: number; email: string }[]>(WITHOUT_KEY, [after, BATCH]);
    const last = agents.at(-1);
    if (!last) return;
    await runner.query(
      `UPDATE agents SET email_key = keyed.key FROM unnest($1::bigint[], $2::text[], $3::text[]) AS keyed(id, email, key)
       WHERE agents.id = keyed.id AND agents.email = keyed.email`,
      [agents.map(({ id }) => id), agents.map(({ email }) => email), agents.map(({ email }) => emailKey(email))],
    );
    after = last.id;
  }
}

/** False when two agents turned out to have one mailbox. */
async function buildIndex(runner: QueryRunner): Promise<boolean> {
  try {
    await runner.query(
      'CREATE UNIQUE INDEX CONCURRENTLY agents_email_key_unique ON agents (email_key) WHERE deleted_at IS NULL',
    );
    return true;
  } catch (error) {
    if (violatedConstraint(error) !== 'agents_email_key_unique') throw error;
    return false;
  }
}
