import { ConfigError } from '@rollcall/config';

/** The text for a person whose program did not start: the mistakes of the configuration, or one sentence. */
export function failureText(what: string, error: unknown): string {
  return error instanceof ConfigError ? error.message : `${what}: ${reasonOf(error)}.`;
}

/** Waits for `work`. If it fails, the error says what was being done. */
export async function during<T>(task: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Error(`${task} failed: ${reasonOf(error)}`, { cause: error });
  }
}

/**
 * A connection to a name with several addresses fails with one error for each address and has no message of its own.
 */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
