import type { JobOutboxEntity, OutboxRepository } from '@rollcall/jobs';

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
  outbox: Pick<OutboxRepository, 'listFailed' | 'retryFailed'>,
  command: JobsCommand,
): Promise<CommandResult> {
  if (command.name === 'list') return { output: listing(await outbox.listFailed()), found: true };
  const count = await outbox.retryFailed(command.id);
  if (count > 0) return { output: `Doing ${jobs(count)} again.`, found: true };
  return command.id === undefined
    ? { output: 'No job has failed for good.', found: true }
    : { output: `No job that failed for good has the id ${command.id}; "list" shows those that did.`, found: false };
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
