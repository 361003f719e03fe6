import type { Call } from './calls.js';
import type { Servers } from './compare-calls.js';

/** Fields that differ in each answer: generated ids, times, and random values of the calls. */
const PASSING: ReadonlySet<string> = new Set([
  'id',
  'created_at',
  'updated_at',
  'last_login_at',
  'email',
  'last_name',
  'name',
]);

/**
 * Makes one call at both servers and compares status, media type and body byte for byte, except for the fields that
 * differ in each answer.
 * @throws Error if they differ, since the rate of different work would mean nothing
 */
export async function assertSameAnswer(call: Call, servers: Servers): Promise<void> {
  const path = call.path();
  const body = call.body?.();
  const [ours, yardstick] = [await answer(servers.ours), await answer(servers.yardstick)];
  if (ours !== yardstick) {
    const from = Math.max(0, Array.from(ours).findIndex((character, index) => character !== yardstick[index]) - 40);
    const [a, b] = [ours, yardstick].map((text) => text.slice(from, from + 120));
    throw new Error(
      `${call.name}: the yardstick does not answer what the api answers.\n  api: …${a}…\n  yardstick: …${b}…`,
    );
  }

  async function answer(url: string): Promise<string> {
    const response = await fetch(url + path, {
      method: call.method,
      headers: call.headers,
      ...(body === undefined ? {} : { body: call.method === 'POST' ? (call.body?.() ?? '') : body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${call.name}: ${url} answers ${response.status}: ${text}`);
    const comparable = JSON.stringify(JSON.parse(text), call.method === 'GET' ? undefined : withoutPassing);
    return `${response.status} ${response.headers.get('content-type') ?? ''} ${comparable}`;
  }
}

function withoutPassing(key: string, value: unknown): unknown {
  return PASSING.has(key) ? typeof value : value;
}
