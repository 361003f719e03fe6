import type { StreamableFile } from '@nestjs/common';

import { streamed } from './streamed.js';

/**
 * Answers with a whole list. A list of at most one batch is a usual answer. A longer list is a stream in the same
 * envelope, by {@link streamed}: each batch is read from the database after the previous one was sent.
 */
export async function wholeList<T>(
  batches: AsyncGenerator<readonly T[], void>,
): Promise<StreamableFile | readonly T[]> {
  const first = await batches.next();
  if (first.done) return [];
  const second = await batches.next();
  if (second.done) return first.value;
  return streamed(written([...first.value, ...second.value], batches), { type: 'application/json; charset=utf-8' });
}

async function* written<T>(
  begun: readonly T[],
  rest: AsyncGenerator<readonly T[], void>,
): AsyncGenerator<string, void> {
  yield `{"status":"success","data":[${withoutBrackets(begun)}`;
  for await (const batch of rest) if (batch.length > 0) yield `,${withoutBrackets(batch)}`;
  yield ']}';
}

function withoutBrackets(items: readonly unknown[]): string {
  return JSON.stringify(items).slice(1, -1);
}
