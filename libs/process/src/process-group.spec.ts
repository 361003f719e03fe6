import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, waitFor } from '@rollcall/testing';

const GROUP = new URL('../dist/process-group.js', import.meta.url).href;

/** Answers with its pid, slowly at `/slow`. */
const MEMBER = `
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => {
    response.shouldKeepAlive = false;
    response.flushHeaders();
    setTimeout(() => response.end(String(process.pid)), request.url === '/slow' ? 500 : 0);
  }).listen(Number(process.env.PORT), '127.0.0.1');
  server.on('error', () => process.exit(3));
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

/** The first process of a group of two, which ends when it is told to. */
const PROGRAM = `
  import cluster from 'node:cluster';
  import { ProcessGroup } from ${JSON.stringify(GROUP)};
  if (cluster.isWorker) {${MEMBER}} else {
    const group = await ProcessGroup.start(2).catch((error) => {
      process.stderr.write(error.constructor.name);
      process.exit(1);
    });
    process.on('SIGTERM', () => group.close().then(() => process.exit(0)));
    process.stderr.write('started');
  }
`;

describe('a group of processes', () => {
  let folder: string;
  let first: ChildProcess | undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'process-group-'));
    writeFileSync(join(folder, 'program.mjs'), PROGRAM);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  afterEach(() => {
    if (first?.exitCode === null) first.kill('SIGKILL');
  });

  const start = async (port: number) => {
    const child = spawn(process.execPath, [join(folder, 'program.mjs')], {
      env: { PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    first = child;
    const exited = once(child, 'exit');
    const [said] = (await once(child.stderr, 'data')) as [Buffer];
    /** The pid that answers, as soon as the headers of its answer are there. */
    const begin = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      return { pid: response.text().then(Number) };
    };
    const call = async (path = '/') => (await begin(path)).pid;
    const end = async () => {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    };
    return { said: String(said), begin, call, end, exited };
  };
  /** The pids that answered, once there are `count` different ones besides those of before. */
  const pids = async (call: () => Promise<number>, count: number, before: readonly number[] = []) => {
    const seen = new Set<number>();
    await waitFor(`${count} processes to answer`, async () => {
      const pid = await call().catch(() => 0);
      if (pid && !before.includes(pid)) seen.add(pid);
      return seen.size >= count;
    });
    return [...seen];
  };

  it('serves one port in turns, replaces a process that is killed, and lets requests under way finish at its end', async () => {
    const { said, begin, call, end } = await start(await freePort());
    expect(said).toBe('started');
    const both = await pids(call, 2);
    process.kill(both[0] ?? 0, 'SIGKILL');
    const [another = 0] = await pids(call, 1, both);
    expect(another).toBeGreaterThan(0);

    const underWay = await begin('/slow');
    expect(await end()).toBe(0);
    expect(await underWay.pid).toBeGreaterThan(0);
    for (const pid of [...both, another]) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('does not start when its first process does not', async () => {
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    const { said, exited } = await start(port);
    expect(said).toBe('StartRefused');
    await exited;
    expect(first?.exitCode).toBe(1);
    squatter.close();
  });
});
