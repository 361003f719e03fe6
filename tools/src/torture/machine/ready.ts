import { setTimeout } from 'node:timers/promises';

const READY_MS = 90_000;
const LOOK_MS = 100;

/** Waits until this URL answers with success. @throws Error after a minute and a half, or when `given` is aborted */
export async function untilOk(url: string, given = new AbortController().signal): Promise<void> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    given.throwIfAborted();
    if (answer?.ok) return;
    if (performance.now() > deadline)
      throw new Error(`${url} did not answer with success within ${READY_MS / 1_000} s`);
    await setTimeout(LOOK_MS);
  }
}
