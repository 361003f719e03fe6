import type { JobOutboxEntity, PromisedJobs } from '@rollcall/jobs';
import { DomainError } from '@rollcall/kernel';

export const JOBS_USAGE = `Usage:
  npm run jobs -- list         shows the jobs that failed for good, oldest first
  npm run jobs -- retry <id>   has one of them done again
  npm run jobs -- retry all    has all of them done again`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A command on the jobs that failed for good. A retry without an id is for all of them. */
export type JobsCommand = { readonly name: 'list' } | { readonly name: 'retry'; readonly id: string | undefined };

/** What a command says, and whether it found what it was asked for. */
export interface CommandResult {
  readonly output: string;
  readonly found: boolean;
}

/** Reads the parameters of a command line; undefined when they are no command. */
export function parseJobsCommand([name, id, ...excess]: readonly string[]): JobsCommand | undefined {
  if (name === 'list' && id === undefined) return { name };
  if (name !== 'retry' || id === undefined || excess.length > 0) return undefined;
  if (id === 'all') return { name, id: undefined };
  return UUID.test(id) ? { name, id } : undefined;
}

export async function runJobsCommand(
  promised: Pick<PromisedJobs, 'listFailed' | 'retry' | 'retryAll'>,
  command: JobsCommand,
): Promise<CommandResult> {
  if (command.name === 'list') return { output: listing(await promised.listFailed()), found: true };
  if (command.id !== undefined) return retryOne(promised, command.id);
  const { length: count } = await promised.retryAll();
  return { output: count > 0 ? `Doing ${jobs(count)} again.` : 'No job has failed for good.', found: true };
}

async function retryOne(promised: Pick<PromisedJobs, 'retry'>, id: string): Promise<CommandResult> {
  try {
    await promised.retry(id);
    return { output: 'Doing 1 job again.', found: true };
  } catch (error) {
    if (error instanceof DomainError) return { output: `${error.message}.`, found: false };
    throw error;
  }
}

function listing(failed: readonly JobOutboxEntity[]): string {
  if (failed.length === 0) return 'No job has failed for good.';
  const entries = failed.map(
    ({ id, name, payload, failedAt, attempts, lastError }) =>
      `${id}  ${name} ${JSON.stringify(payload)}\n` +
      `  failed ${failedAt?.toISOString() ?? ''} after ${attempts} attempts: ${lastError ?? 'no reason was kept'}`,
  );
  return `${jobs(failed.length)} failed for good:\n\n${entries.join('\n\n')}`;
}

function jobs(count: number): string {
  return count === 1 ? '1 job' : `${count} jobs`;
}
