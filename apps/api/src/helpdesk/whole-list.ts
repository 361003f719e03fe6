import { Readable } from 'node:stream';

import { Logger, StreamableFile } from '@nestjs/common';

const logger = new Logger('WholeList');

/**
 * The answer that has all of a list: as usual when it is a batch at most, and otherwise written batch by batch, in the same
 * envelope, as fast as the client reads. A batch is read once the one before it is on its way; a client that goes away ends
 * the reading, and a failure behind the first batches cuts the connection, so that nobody takes a part for the whole.
 */
export async function wholeList<T>(
  batches: AsyncGenerator<readonly T[], void>,
): Promise<StreamableFile | readonly T[]> {
  const first = await batches.next();
  if (first.done) return [];
  const second = await batches.next();
  if (second.done) return first.value;
  const answer = Readable.from(written([...first.value, ...second.value], batches), { objectMode: false });
  return new StreamableFile(answer, { type: 'application/json; charset=utf-8' }).setErrorHandler((error, response) => {
    logger.error({ err: error }, 'A list was cut off');
    response.destroy?.(error);
  });
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
