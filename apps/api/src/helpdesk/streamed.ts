import { Readable } from 'node:stream';

import { Logger, StreamableFile } from '@nestjs/common';

/** The headers of the answer that say what it is. */
type Options = NonNullable<ConstructorParameters<typeof StreamableFile>[1]>;

const logger = new Logger('StreamedAnswer');

/**
 * An answer that is written bit by bit, as fast as the client reads. A client that goes away ends the reading, and a failure on the
 * way cuts the connection, so that nobody takes a part for the whole.
 */
export function streamed(text: AsyncIterable<string>, options: Options): StreamableFile {
  const answer = Readable.from(text, { objectMode: false });
  return new StreamableFile(answer, options).setErrorHandler((error, response) => {
    logger.error({ err: error }, 'An answer was cut off');
    response.destroy?.(error);
  });
}
