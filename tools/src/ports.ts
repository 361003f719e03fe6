import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

import { errorCode } from './error-code.js';
import { portOwner } from './port-owner.js';
import { StartFailure } from './start-failure.js';

/** An address that a process is going to listen on, and the setting its port comes from. */
export interface ListenAddress {
  readonly setting: string;
  readonly host: string;
  readonly port: number;
}

const RETRY_MS = 100;

/**
 * Makes sure that every address is free. Processes that use one get `patienceMs` to leave it.
 * @throws StartFailure with the port, the process that uses it and what to do; or if `stopping` is aborted
 */
export async function requireFree(
  addresses: readonly ListenAddress[],
  patienceMs: number,
  stopping: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (const address of addresses) {
    if (addresses.some((other) => other !== address && other.port === address.port))
      throw new StartFailure(
        `${addresses.map(({ setting }) => setting).join(' and ')} are both ${address.port}: give them different ports.`,
      );
    let obstacle = await listenError(address.host, address.port);
    if (obstacle === 'EADDRINUSE' && patienceMs > 0) console.log(`Waiting for port ${address.port} to be left.`);
    while (obstacle === 'EADDRINUSE' && performance.now() < deadline) {
      await setTimeout(RETRY_MS, undefined, { signal: stopping });
      obstacle = await listenError(address.host, address.port);
    }
    if (obstacle !== undefined) throw new StartFailure(await explain(address, obstacle));
  }
}

/** Whether nobody listens on the port. */
export async function isFree(host: string, port: number): Promise<boolean> {
  return (await listenError(host, port)) === undefined;
}

/** The code of the error when this process tries to listen there; undefined if it can. */
async function listenError(host: string, port: number): Promise<string | undefined> {
  const server = createServer().listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    return errorCode(error) ?? String(error);
  }
  server.close();
  await once(server, 'close');
  return undefined;
}

async function explain({ setting, host, port }: ListenAddress, obstacle: string): Promise<string> {
  const remedy = `set ${setting} to another port, as in: ${setting}=${port + 10} npm start`;
  switch (obstacle) {
    case 'EADDRINUSE': {
      const owner = await portOwner(port);
      const who = owner ? `the process ${owner.pid} (${owner.name})` : 'another process';
      return `Port ${port} (${setting}) is taken by ${who}. Stop it, or ${remedy}`;
    }
    case 'EACCES':
      return `This user may not listen on port ${port} (${setting}): ${remedy}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is "${host}", which is no address of this machine: use 127.0.0.1 for this machine only, or 0.0.0.0 for all its addresses.`;
    default:
      return `Listening on port ${port} (${setting}) of ${host} fails with ${obstacle}: ${remedy}`;
  }
}
