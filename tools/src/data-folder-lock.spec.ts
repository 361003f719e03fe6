import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processInfo } from '@rollcall/database/embedded';

import { lockDataFolder } from './data-folder-lock.js';
import { StartFailure } from './start-failure.js';

const BUILT = new URL('../dist/data-folder-lock.js', import.meta.url).href;

describe('lockDataFolder', () => {
  let parent: string;
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'rollcall-lock-'));
    folder = join(parent, 'data');
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(parent, { recursive: true, force: true });
  });

  /** Another process that tries to lock the folder and, if it got the lock, keeps it; and what it says. */
  async function otherProcess(): Promise<{ child: ChildProcess; said: string }> {
    const program = `
      const { lockDataFolder } = await import(${JSON.stringify(BUILT)});
      await lockDataFolder(${JSON.stringify(folder)}).then(
        ({ takenOver }) => console.log(takenOver ? 'taken over' : 'locked'),
        ({ message }) => console.log(message),
      );
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, said: said.toString().trim() };
  }

  it('keeps a second process out, naming the folder and who uses it', async () => {
    const { child, said } = await otherProcess();
    expect(said).toBe('locked');
    await expect(lockDataFolder(folder)).rejects.toThrow(StartFailure);
    await expect(lockDataFolder(folder)).rejects.toThrow(`${folder} is in use by the process ${String(child.pid)}`);
  });

  it('takes over from a process that was killed', async () => {
    const { child } = await otherProcess();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect(lockDataFolder(folder)).resolves.toMatchObject({ takenOver: true });
  });

  it('takes over when the pid belongs to a later process by now', async () => {
    const { child } = await otherProcess();
    const file = join(folder, 'lock');
    const lock = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...lock, startedAt: 'some other time' }));
    await expect(processInfo(child.pid ?? 0)).resolves.toBeDefined();
    await expect(lockDataFolder(folder)).resolves.toMatchObject({ takenOver: true });
  });

  it('takes over from a lock that says nothing', async () => {
    const lock = await lockDataFolder(folder);
    await lock.release();
    await writeFile(join(folder, 'lock'), '');
    await expect(lockDataFolder(folder)).resolves.toMatchObject({ takenOver: true });
  });

  it('leaves nothing behind when it is released', async () => {
    const lock = await lockDataFolder(folder);
    expect(lock.takenOver).toBe(false);
    await lock.release();
    await expect(readdir(folder)).resolves.toEqual([]);
  });

  it('goes to one of many that find it stale at once', async () => {
    const { child } = await otherProcess();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const answers = await Promise.all(Array.from({ length: 6 }, async () => (await otherProcess()).said));
    expect(answers.filter((said) => !said.includes('in use'))).toHaveLength(1);
  });
});
