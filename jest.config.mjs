import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const swc = JSON.parse(readFileSync(`${root}/.swcrc`, 'utf8'));
delete swc.$schema;

/** The one Jest configuration; each project runs it with its own folder as `--rootDir`. */
export default {
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  modulePathIgnorePatterns: ['/dist/', '/\\.data/'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  extensionsToTreatAsEsm: ['.ts'],
  resolver: `${root}/jest.setup/resolver.mjs`,
  moduleNameMapper: {
    '^@rollcall/([^/]+)$': `${root}/libs/$1/src/index.ts`,
    '^@rollcall/([^/]+)/([^/]+)$': `${root}/libs/$1/src/$2/index.ts`,
  },
  testEnvironment: 'node',
  setupFiles: ['reflect-metadata'],
  globalSetup: `${root}/jest.setup/global-setup.mjs`,
  globalTeardown: `${root}/jest.setup/global-teardown.mjs`,
  reporters: [
    'default',
    [`${root}/jest.setup/totals-reporter.mjs`, { file: `${root}/test-results/${basename(process.cwd())}.json` }],
  ],
  maxWorkers: 2,
  testTimeout: 60_000,
};
