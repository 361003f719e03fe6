import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { describe, expect, it } from '@jest/globals';

const WATCH = new URL('../dist/hang-watch.js', import.meta.url).href;

/** How a process differs from others: its options of Node, and what a test does to it while it runs. */
interface Circumstances {
  readonly options?: readonly string[];
  readonly meanwhile?: (child: ChildProcess) => Promise<void>;
}

const HANG = 'for (;;) await null;';

/** How a process ends that is watched with a patience of a second, and what it printed. */
async function runWatched(
  program: string,
  { options = [], meanwhile }: Circumstances = {},
): Promise<{ signal: string | null; code: number | null; stderr: string }> {
  const source = `import { startHangWatch } from ${JSON.stringify(WATCH)};\nstartHangWatch(1);\n${program}`;
  const child = spawn(process.execPath, [...options, '--input-type=module', '--eval', source], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const closed = once(child, 'close');
  await meanwhile?.(child);
  const [code, signal] = (await closed) as [number | null, string | null];
  return { signal, code, stderr };
}

describe('the watch over the event loop', () => {
  it.each([
    ['a loop without end', 'setTimeout(() => { for (;;); }, 100);'],
    ['promises that are resolved without end', `setTimeout(async () => { ${HANG} }, 100);`],
  ])('ends a process that hangs in %s, and says so', async (_what, program) => {
    const { signal, stderr } = await runWatched(program);
    expect(signal).toBe('SIGKILL');
    expect(stderr).toContain('The process hangs');
  });

  it('lets a process be that goes on, and end by itself', async () => {
    const { code, stderr } = await runWatched('setTimeout(() => undefined, 3_500);');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('lets a process be that was stopped as a whole for longer', async () => {
    const { code, stderr } = await runWatched('setTimeout(() => undefined, 2_500);', {
      meanwhile: async (child) => {
        child.kill('SIGSTOP');
        // When the other process has been ended for hanging this long, this one would have been ended too.
        await runWatched(HANG);
        child.kill('SIGCONT');
      },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each([
    ['from the start', ['--inspect=0'], ''],
    ['that came later', ['--inspect-port=0'], `process.kill(process.pid, 'SIGUSR1');`],
  ])('lets a process be that is stopped by a debugger %s', async (_what, options, attach) => {
    const stopped = 'const end = performance.now() + 2_500; while (performance.now() < end);';
    const { code } = await runWatched(`${attach} setTimeout(() => { ${stopped} }, 1_500);`, { options });
    expect(code).toBe(0);
  });
});
