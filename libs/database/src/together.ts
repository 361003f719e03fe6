import { isGivenUp } from './database-errors.js';

/**
 * Waits for parts of a transaction that need neither the results nor the effects of each other, as `Promise.all`
 * does. Their statements are sent to the database together, and the answers come back together. Statements of a part
 * that does other work first are sent later.
 *
 * Unlike `Promise.all` it ends when all parts have ended, even when one fails: a part that continued after the
 * rollback would write outside of the transaction.
 * @throws the error because of which PostgreSQL gave the transaction up; the errors of later statements follow from it
 */
export async function together<T extends readonly unknown[] | []>(
  parts: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const ended = await Promise.allSettled(parts);
  const errors = ended.flatMap((part) => (part.status === 'rejected' ? [part.reason as unknown] : []));
  // The answers come at once, and a part that does more behind its statement tells its error later than those that follow from it.
  if (errors.length > 0) throw errors.find((error) => !isGivenUp(error)) ?? errors[0];
  return Promise.all(parts);
}
