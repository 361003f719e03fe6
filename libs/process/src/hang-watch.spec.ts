import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { describe, expect, it } from '@jest/globals';

const WATCH = new URL('../dist/hang-watch.js', import.meta.url).href;

/** How a process ends that is watched with a patience of a second, and what it printed. */
async function runWatched(program: string): Promise<{ signal: string | null; code: number | null; stderr: string }> {
  const source = `import { startHangWatch } from ${JSON.stringify(WATCH)};\nstartHangWatch(1);\n${program}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { signal, code, stderr };
}

describe('the watch over the event loop', () => {
  it.each([
    ['a loop without end', 'setTimeout(() => { for (;;); }, 100);'],
    ['promises that are resolved without end', 'setTimeout(async () => { for (;;) await null; }, 100);'],
  ])('ends a process that hangs in %s, and says so', async (_what, program) => {
    const { signal, stderr } = await runWatched(program);
    expect(signal).toBe('SIGKILL');
    expect(stderr).toContain('The process hangs');
  });

  it('lets a process be that goes on, and end by itself', async () => {
    const { code, stderr } = await runWatched('setTimeout(() => undefined, 3_500);');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
