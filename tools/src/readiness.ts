import { setTimeout } from 'node:timers/promises';

import type { Config } from '@rollcall/config';

const UNTIL_IT_LISTENS_MS = 100;
/** Each asking leaves a warning in the log of a process that is not ready. */
const UNTIL_IT_IS_READY_MS = 3_000;

/** Returns when api and worker say that they are ready. @throws when `stopping` is aborted before */
export async function untilReady(config: Config, stopping: AbortSignal): Promise<void> {
  for (const url of [apiUrl(config), workerUrl(config)]) {
    let status = await statusOf(`${url}/health/ready`, stopping);
    while (status !== 200) {
      await setTimeout(status === undefined ? UNTIL_IT_LISTENS_MS : UNTIL_IT_IS_READY_MS, null, { signal: stopping });
      status = await statusOf(`${url}/health/ready`, stopping);
    }
  }
}

/** Where this machine reaches the api. */
export function apiUrl(config: Config): string {
  return localUrl(config.http.host, config.http.port);
}

/** Where this machine reaches the worker's health endpoint. */
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
