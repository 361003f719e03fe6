import type { INestApplicationContext } from '@nestjs/common';

/** How long running work may take to finish, in milliseconds. */
const DRAIN_MS = 15_000;

/**
 * Ends the process in order on SIGTERM and SIGINT, and when the process that started it is gone: takes nothing new,
 * lets what runs finish, and gives up on it after 15 seconds.
 */
export function drainOnSignal(app: INestApplicationContext): void {
  let draining = false;
  const drain = (): void => {
    if (draining) return;
    draining = true;
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(event, drain);
}
