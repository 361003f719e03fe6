import type { StreamableFile } from '@nestjs/common';

import { streamed } from './streamed.js';

/**
 * The answer that has all of a list: as usual when it is a batch at most, and otherwise written batch by batch, in the same
 * envelope, as {@link streamed} does it. A batch is read once the one before it is on its way.
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
