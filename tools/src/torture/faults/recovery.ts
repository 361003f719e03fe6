import { setTimeout } from 'node:timers/promises';

import { ADMIN } from '../../bench/scene.js';
import type { Setting } from '../client/operations.js';

const PATIENCE_MS = 2_000;
const PAUSE_MS = 50;

/**
 * Sends a change to the apis in turns until one is done, as somebody behind a balancer meets it. Returns how long after `since` that
 * was, in milliseconds.
 */
export async function untilChanged({ sender, over }: Setting, since: number): Promise<number> {
  const call = {
    method: 'POST',
    path: '/api/v1/agents/reset-password',
    headers: { authorization: ADMIN.authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'nobody@torture.example' }),
  } as const;
  while (!over.aborted && (await sender.send(call, PATIENCE_MS))?.status !== 200) await setTimeout(PAUSE_MS);
  return performance.now() - since;
}
