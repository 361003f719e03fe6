/**
 * Waits for parts of a transaction that need neither the results nor the effects of each other, as `Promise.all`
 * does. Their statements are sent to the database together, and the answers come back together. Statements of a part
 * that does other work first are sent later.
 *
 * Unlike `Promise.all` it ends when all parts have ended, even when one fails: a part that continued after the
 * rollback would write outside of the transaction.
 * @throws the first error; later errors in the transaction follow from it
 */
export async function together<T extends readonly unknown[] | []>(
  parts: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const all = Promise.all(parts);
  await Promise.allSettled([all, ...parts]);
  return all;
}
