import { type Agent, readAgent } from '../api/agents.js';
import { Problem } from '../api/problem.js';
import { type Merge, mergeDraft } from './draft-merge.js';

/** What became of a change: the agent after it, or the agent as others have changed it, for a person to decide. */
export type SaveOutcome<D> = { readonly saved: Agent } | { readonly now: Agent; readonly merge: Merge<D> };

/**
 * Saves what was filled in of an agent since it was read. Where somebody else was faster, what does not touch theirs is saved on
 * top; about the rest the person decides, and saves again. @throws Problem
 */
export async function saveMerged<D extends { readonly [field in keyof D]: string | boolean | readonly string[] }>(
  read: Agent,
  draft: D,
  draftOf: (agent: Agent) => D,
  update: (agent: Agent, draft: D) => Promise<Agent>,
): Promise<SaveOutcome<D>> {
  try {
    return { saved: await update(read, draft) };
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 412) throw error;
  }
  const now = await readAgent(read.id);
  const merge = mergeDraft(draftOf(read), draft, draftOf(now));
  return merge.conflicts.length === 0 ? { saved: await update(now, merge.draft) } : { now, merge };
}
