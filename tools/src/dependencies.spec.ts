import { readFile } from 'node:fs/promises';

import { describe, expect, it } from '@jest/globals';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  /** It comes inside of the package that needs it, with the content of that. */
  readonly inBundle?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const FOLDER = 'node_modules/';

const read = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../../${file}`, import.meta.url), 'utf8'));

describe('the dependencies', () => {
  const locked = async () => {
    const { packages } = (await read('package-lock.json')) as { packages: Record<string, LockedPackage> };
    return Object.entries(packages)
      .filter(([path, { link }]) => path.includes(FOLDER) && !link)
      .map(([path, entry]) => ({ name: path.slice(path.lastIndexOf(FOLDER) + FOLDER.length), ...entry }));
  };

  it('are each of one version and content, by the lock file', async () => {
    const packages = await locked();
    expect(packages.length).toBeGreaterThan(500);
    const open = packages.filter(
      ({ version, integrity, inBundle }) => !version || !(inBundle ?? integrity?.startsWith('sha512-')),
    );
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it('run scripts at their installation only where package.json has decided about it', async () => {
    const { allowScripts } = (await read('package.json')) as { allowScripts: Record<string, boolean> };
    const withScripts = (await locked()).filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    expect(Object.keys(allowScripts)).toEqual([...new Set(withScripts)].toSorted());
  });

  it('that package.json has not decided about fail the installation', async () => {
    const settings = await readFile(new URL('../../.npmrc', import.meta.url), 'utf8');
    expect(settings.split('\n')).toContain('strict-allow-scripts=true');
  });
});
