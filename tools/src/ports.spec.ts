import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { freePort } from '@rollcall/database/embedded';

import { isFree, requireFree } from './ports.js';

const HOST = '127.0.0.1';
const NEVER = new AbortController().signal;

describe('requireFree', () => {
  let port: number;
  let server: Server | undefined;

  beforeEach(async () => {
    port = await freePort();
  });

  afterEach(() => {
    jest.restoreAllMocks();
    server?.close();
    server = undefined;
  });

  const require = (patienceMs = 0, stopping = NEVER) =>
    requireFree([{ setting: 'PORT', host: HOST, port }], patienceMs, stopping);

  async function occupy(): Promise<void> {
    server = createServer().listen(port, HOST);
    await once(server, 'listening');
  }

  it('leaves a free port free', async () => {
    await require();
    await expect(isFree(HOST, port)).resolves.toBe(true);
  });

  it('names the process that has the port, and what to do', async () => {
    await occupy();
    await expect(isFree(HOST, port)).resolves.toBe(false);
    await expect(require()).rejects.toThrow(
      new RegExp(`Port ${port} \\(PORT\\) is taken by the process ${process.pid} \\(.+\\)\\. Stop it, or set PORT`),
    );
  });

  it('waits for a process that is about to leave the port, and says so', async () => {
    const said = jest.spyOn(console, 'log').mockReturnValue();
    await occupy();
    setTimeout(() => server?.close(), 300);
    await expect(require(10_000)).resolves.toBeUndefined();
    expect(said.mock.calls).toEqual([[`Waiting for port ${port} to be left.`]]);
  });

  it('stops waiting when it is told to', async () => {
    jest.spyOn(console, 'log').mockReturnValue();
    await occupy();
    const stopping = new AbortController();
    setTimeout(() => {
      stopping.abort();
    }, 100);
    await expect(require(60_000, stopping.signal)).rejects.toThrow(/abort/i);
  });

  it('refuses two settings with one port', async () => {
    const address = { host: HOST, port };
    await expect(
      requireFree(
        [
          { setting: 'PORT', ...address },
          { setting: 'WORKER_PORT', ...address },
        ],
        0,
        NEVER,
      ),
    ).rejects.toThrow(`PORT and WORKER_PORT are both ${port}`);
  });

  it('says when HOST is no address of this machine', async () => {
    const elsewhere = { setting: 'PORT', host: '192.0.2.1', port };
    await expect(requireFree([elsewhere], 0, NEVER)).rejects.toThrow('HOST is "192.0.2.1"');
  });
});
