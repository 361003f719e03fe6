import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { platform } from 'node:os';

import { describe, expect, it } from '@jest/globals';

import { processInfo, processInfoFromPs } from './process-info.js';

const UNUSED_PID = 2 ** 30;

/** Small Linux images have no `ps`, and need none. */
const hasPs = ['/bin/ps', '/usr/bin/ps'].some((file) => existsSync(file));

describe.each([
  { source: platform(), find: processInfo },
  ...(hasPs ? [{ source: 'ps', find: processInfoFromPs }] : []),
])('processInfo by $source', ({ find }) => {
  it('knows what a living process runs, and that it stays the same process', async () => {
    const info = await find(process.pid);
    expect(info?.command).toContain('jest');
    await expect(find(process.pid)).resolves.toEqual(info);
  });

  it('tells two processes apart by when they started', async () => {
    const [own, first] = await Promise.all([find(process.pid), find(1)]);
    expect(first?.startedAt).toBeDefined();
    expect(first?.startedAt).not.toBe(own?.startedAt);
  });

  it('finds no process that has ended or never was', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    await expect(find(child.pid ?? 0)).resolves.toBeUndefined();
    await expect(find(UNUSED_PID)).resolves.toBeUndefined();
  });
});
