import type { BookedAgent } from '../client/book.js';
import type { Wrong } from '../tally.js';
import { grouped } from './grouped.js';

/** An agent as the database has it. */
export interface StoredAgent {
  readonly id: number;
  readonly uuid: string;
  readonly email: string | null;
  readonly first_name: string;
  readonly last_name: string;
  readonly availability_status: string;
  readonly is_service: boolean;
  readonly deleted: boolean;
  readonly roles: readonly string[];
  readonly teams: readonly string[];
  /** How many entries of the activity log say that it was created, and that it was deleted. */
  readonly created_entries: number;
  readonly deleted_entries: number;
}

export const STORED_AGENTS = `SELECT id::int, uuid, email, first_name, last_name, availability_status, is_service,
    deleted_at IS NOT NULL AS deleted,
    ARRAY(SELECT r.name FROM agent_roles ar JOIN roles r ON r.id = ar.role_id WHERE ar.agent_id = a.id ORDER BY 1) AS roles,
    ARRAY(SELECT t.name FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE tm.agent_id = a.id ORDER BY 1) AS teams,
    (SELECT count(*)::int FROM activity_log WHERE target_model_type = 'agent' AND target_model_id = a.id
       AND activity_type = 'agent_created') AS created_entries,
    (SELECT count(*)::int FROM activity_log WHERE target_model_type = 'agent' AND target_model_id = a.id
       AND activity_type = 'agent_deleted') AS deleted_entries
  FROM agents a WHERE NOT is_system`;

/** Something of which there must be none. */
export interface Finding {
  readonly wrong: Wrong;
  readonly detail: string;
}

/** Compares the agents that were acknowledged with those that are stored. Each has a first name of its own. */
export function compareAgents(booked: readonly BookedAgent[], stored: readonly StoredAgent[]): Finding[] {
  const byName = grouped(stored, (agent) => agent.first_name);
  const names = new Set(booked.map(({ firstName }) => firstName));
  return [
    ...booked.flatMap((agent) => compareAgent(agent, byName.get(agent.firstName) ?? [])),
    ...stored
      .filter(({ first_name: name }) => !names.has(name))
      .map(({ id, first_name: name }) => ({
        wrong: 'two for one request' as const,
        detail: `agent ${id} ${name} was never acknowledged`,
      })),
  ];
}

function compareAgent(booked: BookedAgent, [stored, ...more]: readonly StoredAgent[]): Finding[] {
  const name = `agent ${booked.id ?? ''} ${booked.firstName}`;
  if (!stored) return [{ wrong: 'an agent acknowledged and missing or different', detail: `${name} is missing` }];
  const findings: Finding[] = [];
  if (more.length > 0)
    findings.push({ wrong: 'two for one request', detail: `${name} is there ${more.length + 1} times` });
  const entries = [stored.created_entries, stored.deleted_entries];
  if (entries[0] !== 1 || entries[1] !== (booked.deleted ? 1 : 0))
    findings.push({
      wrong: 'an entry missing or doubled, or a broken chain',
      detail: `${name} has ${entries[0] ?? 0} entries of its creation and ${entries[1] ?? 0} of its deletion`,
    });
  const is = formOf(stored, stored.last_name, stored.availability_status);
  const mustBe = formOf(booked, booked.lastName, booked.availability);
  if (booked.deleted ? !stored.deleted : is !== mustBe)
    findings.push({
      wrong: 'an agent acknowledged and missing or different',
      detail: `${name} is ${is} and must be ${booked.deleted ? 'deleted' : mustBe}`,
    });
  return findings;
}

/** What must be the same of an agent, as text. */
function formOf(
  { deleted, email, roles, teams }: Pick<BookedAgent, 'deleted' | 'email' | 'roles' | 'teams'>,
  lastName: string,
  availability: string,
): string {
  return JSON.stringify([deleted, email, lastName, availability, roles.toSorted(), teams.toSorted()]);
}
