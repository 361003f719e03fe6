/**
 * Waits for parts of a transaction that do not need each other's results, as `Promise.all` does. Begun together, their
 * statements go to the database together: it takes them in the order in which they are asked for, and answers all in one go.
 *
 * Unlike `Promise.all` it ends when all parts have ended, also when one fails: a part that went on behind the rollback
 * would write outside of the transaction.
 * @throws whatever failed first; what came behind that in the transaction failed because of it
 */
export async function together<T extends readonly unknown[] | []>(
  parts: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const all = Promise.all(parts);
  await Promise.allSettled([all, ...parts]);
  return all;
}
