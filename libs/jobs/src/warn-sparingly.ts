import type { Logger } from '@nestjs/common';

/** For how long one warning stands for all further errors. */
const SILENCE_MS = 30_000;

/** Logs the first of many errors that say the same. A lost connection is tried again many times a second. */
export function warnSparingly(logger: Logger, message: string): (error: unknown) => void {
  let silentUntil = -Infinity;
  return (error) => {
    if (performance.now() < silentUntil) return;
    silentUntil = performance.now() + SILENCE_MS;
    logger.warn({ err: error }, message);
  };
}
