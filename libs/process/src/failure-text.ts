import { ConfigError } from '@rollcall/config';

/** What to tell the person who started a program in vain: the mistakes of the configuration, or one sentence. */
export function failureText(what: string, error: unknown): string {
  return error instanceof ConfigError ? error.message : `${what}: ${reasonOf(error)}.`;
}

/** Does `work`, and says what was being done when it fails. */
export async function during<T>(task: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Error(`${task} failed: ${reasonOf(error)}`, { cause: error });
  }
}

/** A connection to a name with several addresses fails with an error for each and no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
