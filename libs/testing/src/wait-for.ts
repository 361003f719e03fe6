import { setTimeout } from 'node:timers/promises';

const POLL_MS = 20;

/**
 * Waits until `probe` returns something other than undefined, null or false, and returns that.
 * @throws Error naming what was waited for when `timeoutMs` have passed
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  timeoutMs = 10_000,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
    await setTimeout(POLL_MS);
  }
}
