import type { Agent } from '../api/agents.js';
import type { Schemas } from '../api/client.js';

/** An agent as it is filled in. */
export interface AgentDraft {
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly teams: readonly string[];
}

export const EMPTY_DRAFT: AgentDraft = { first_name: '', last_name: '', email: '', roles: ['Agent'], teams: [] };

export function draftOf({ first_name, last_name, email, roles, teams }: Agent): AgentDraft {
  return { first_name, last_name, email: email ?? '', roles, teams: teams.map(({ name }) => name) };
}

/** What is wrong with a field, for the texts to say. */
export type DraftFault = 'required' | 'email';

/** What is wrong with what is filled in; the api has the last word. */
export function faultsOf({ first_name, email, roles }: AgentDraft): Partial<Record<keyof AgentDraft, DraftFault>> {
  return {
    ...(first_name.trim() === '' ? { first_name: 'required' } : {}),
    ...(email.trim() === '' ? { email: 'required' } : isAddress(email) ? {} : { email: 'email' }),
    ...(roles.length === 0 ? { roles: 'required' } : {}),
  };
}

function isAddress(email: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(email.trim());
}

/** What is sent of it. */
export function bodyOf(draft: AgentDraft) {
  return {
    first_name: draft.first_name.trim(),
    last_name: draft.last_name.trim(),
    email: draft.email.trim(),
    roles: [...draft.roles],
    teams: [...draft.teams],
  } satisfies Schemas['UpdateAgentBody'];
}
