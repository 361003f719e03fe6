/**
 * Waits for parts of a transaction that need neither the results nor the effects of each other, as `Promise.all` does. Their
 * statements go to the database together, and it answers all in one go. A part that takes some steps before its first
 * statement is overtaken by others.
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
