import { setTimeout } from 'node:timers/promises';

import type { Config } from '@rollcall/config';

const UNTIL_IT_LISTENS_MS = 100;
/** The interval of the checks. A process that is not ready logs a warning for each. */
const UNTIL_IT_IS_READY_MS = 3_000;

/** Returns when the api and the worker are ready. @throws if `stopping` is aborted before */
export async function untilReady(config: Config, stopping: AbortSignal): Promise<void> {
  for (const url of [apiUrl(config), workerUrl(config)]) {
    let status = await statusOf(`${url}/health/ready`, stopping);
    while (status !== 200) {
      await setTimeout(status === undefined ? UNTIL_IT_LISTENS_MS : UNTIL_IT_IS_READY_MS, null, { signal: stopping });
      status = await statusOf(`${url}/health/ready`, stopping);
    }
  }
}

/** The address of the api on this machine. */
export function apiUrl(config: Config): string {
  return localUrl(config.http.host, config.http.port);
}

/** The address of the worker's health endpoint on this machine. */
export function workerUrl(config: Config): string {
  return localUrl(config.http.host, config.worker.healthPort);
}

async function statusOf(url: string, stopping: AbortSignal): Promise<number | undefined> {
  try {
    const response = await fetch(url, { signal: stopping });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}

function localUrl(host: string, port: number): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
