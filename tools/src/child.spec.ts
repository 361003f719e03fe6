import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { processInfo } from '@rollcall/database/embedded';
import { waitFor } from '@rollcall/testing';

const BUILT = new URL('../dist/child.js', import.meta.url).href;

describe('startChild', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-child-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs a process that has `program` for a child and does `then` once that has printed a line; what both printed. */
  async function linesOfParentOf(program: string, then: string): Promise<string[]> {
    const file = join(folder, 'program.mjs');
    await writeFile(file, program);
    const parent = `
      const { startChild } = await import(${JSON.stringify(BUILT)});
      const child = startChild('program', ${JSON.stringify(file)}, process.env);
      process.on('SIGUSR2', async () => { ${then} });`;
    const started = spawn('node', ['--input-type=module', '-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    const reader = createInterface({ input: started.stdout }).on('line', (line) => lines.push(line));
    await once(reader, 'line');
    started.kill('SIGUSR2');
    await once(started, 'close'); // Which is when its child, too, has let go of the output.
    return lines;
  }

  it('waits for a child that finishes its work before it leaves', async () => {
    const program = `
      process.on('SIGTERM', () => setTimeout(() => { console.log('finished'); process.exit(3); }, 300));
      console.log('up');`;
    const then = 'console.log(String(await child.stop()), await child.exited)';
    await expect(linesOfParentOf(program, then)).resolves.toEqual(['up', 'finished', 'true code 3']);
  });

  it('kills a child that does not leave', async () => {
    const program = `process.on('SIGTERM', () => console.log('no')); console.log('up'); setInterval(() => {}, 1000);`;
    const then = 'console.log(String(await child.stop(300)), await child.exited)';
    await expect(linesOfParentOf(program, then)).resolves.toEqual(['up', 'no', 'false SIGKILL']);
  });

  it('takes a child along that cares for nothing when its parent is killed', async () => {
    const program = 'console.log(process.pid); setInterval(() => {}, 1000);';
    const [pid] = await linesOfParentOf(program, "process.kill(process.pid, 'SIGKILL')");
    // A process lets go of its output a moment before it has ended.
    await waitFor('the child to end', async () => (await processInfo(Number(pid))) === undefined);
    await expect(processInfo(Number(pid))).resolves.toBeUndefined();
  });
});
