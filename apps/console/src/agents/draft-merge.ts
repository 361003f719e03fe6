import type { AgentDraft } from './agent-draft.js';

/** What becomes of a change when somebody else has changed the same agent meanwhile. */
export interface Merge {
  /** What others have changed, and in the other fields what this person has filled in; where both did, what was filled in. */
  readonly draft: AgentDraft;
  /** The fields that both have changed, each to something else. */
  readonly conflicts: readonly (keyof AgentDraft)[];
}

const FIELDS = ['first_name', 'last_name', 'email', 'roles', 'teams'] as const satisfies readonly (keyof AgentDraft)[];

/** Brings together what was read, what was filled in since, and what the agent is by now. */
export function mergeDraft(read: AgentDraft, filledIn: AgentDraft, now: AgentDraft): Merge {
  const mine = FIELDS.filter((field) => !isSame(filledIn[field], read[field]));
  const theirs = FIELDS.filter((field) => !isSame(now[field], read[field]));
  return {
    draft: { ...now, ...Object.fromEntries(mine.map((field) => [field, filledIn[field]])) },
    conflicts: mine.filter((field) => theirs.includes(field) && !isSame(filledIn[field], now[field])),
  };
}

/** Whether two drafts say the same; the order of names says nothing. */
export function isSameDraft(one: AgentDraft, other: AgentDraft): boolean {
  return FIELDS.every((field) => isSame(one[field], other[field]));
}

function isSame(one: string | readonly string[], other: string | readonly string[]): boolean {
  return textOf(one) === textOf(other);
}

function textOf(value: string | readonly string[]): string {
  return JSON.stringify(typeof value === 'string' ? value : [...value].sort());
}
