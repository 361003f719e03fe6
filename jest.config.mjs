import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const swc = JSON.parse(readFileSync(`${root}/.swcrc`, 'utf8'));
delete swc.$schema;

/** The one Jest configuration: for all projects, and with a project's folder as `--rootDir` for that one. */
export default {
  testMatch: ['**/*.spec.{ts,mjs}'],
  modulePathIgnorePatterns: ['/dist/', '/\\.data/'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  extensionsToTreatAsEsm: ['.ts'],
  resolver: `${root}/jest.setup/resolver.mjs`,
  moduleNameMapper: {
    '^@rollcall/([^/]+)$': `${root}/libs/$1/src/index.ts`,
    '^@rollcall/([^/]+)/([^/]+)$': `${root}/libs/$1/src/$2/index.ts`,
  },
  testSequencer: `${root}/jest.setup/sequencer.mjs`,
  testEnvironment: 'node',
  setupFiles: ['reflect-metadata'],
  globalSetup: `${root}/jest.setup/global-setup.mjs`,
  globalTeardown: `${root}/jest.setup/global-teardown.mjs`,
  // One more than there are cores: a spec waits for its database and its processes.
  maxWorkers: availableParallelism() + 1,
  testTimeout: 60_000,
};
