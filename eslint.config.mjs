import nx from '@nx/eslint-plugin';
import jest from 'eslint-plugin-jest';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const FORBIDDEN_SYNTAX = [
  { selector: "Identifier[name='forwardRef']", message: 'Break the circle instead of deferring it.' },
];

const NO_ENVIRONMENT = {
  selector:
    "MemberExpression[object.name='process']:matches([property.name='env'], [property.value='env']), ImportDeclaration[source.value=/^(node:)?process$/]",
  message: 'Only libs/config and tools read the environment; inject CONFIG.',
};

/**
 * Which libraries of the domain each of them imports: nothing else is allowed, and a library that is not here may import none.
 * `identity` is for those that `agents` and `roles` stand on, and is of no layer, so that applications cannot import it; see
 * docs/tables.md.
 */
const DOMAIN = {
  identity: [],
  events: [],
  auth: ['identity'],
  activity: ['events', 'identity'],
  roles: ['activity', 'auth'],
  teams: ['activity', 'auth'],
  billing: ['activity', 'auth', 'events', 'identity'],
  agents: ['activity', 'auth', 'billing', 'events', 'roles', 'teams'],
  avatars: ['agents', 'auth'],
  imports: ['agents', 'auth', 'events'],
  provisioning: ['activity', 'agents', 'auth', 'roles', 'teams'],
  webhooks: ['activity', 'auth', 'events', 'identity'],
  'sign-in': ['activity', 'agents', 'auth', 'provisioning', 'roles', 'teams'],
};

/** The same for the libraries of the platform, which all of the domain may import. */
const PLATFORM = {
  kernel: [],
  config: [],
  logging: ['config', 'observability'],
  observability: [],
  database: ['config', 'kernel', 'observability'],
  jobs: ['config', 'database', 'kernel', 'observability'],
  idempotency: ['config', 'database', 'kernel'],
  limits: ['config', 'database', 'jobs'],
  mail: ['config', 'database', 'jobs', 'kernel', 'observability'],
  outgoing: [],
  process: ['config', 'database', 'jobs', 'logging', 'observability'],
  storage: ['config', 'database', 'kernel'],
};

function imports(edges, ...always) {
  return Object.entries(edges).map(([library, others]) => ({
    sourceTag: `scope:${library}`,
    onlyDependOnLibsWithTags: [...others.map((other) => `scope:${other}`), ...always],
  }));
}

const TOP_LEVEL_HOOK = {
  selector: 'Program > ExpressionStatement > CallExpression[callee.name=/^(before|after)(All|Each)$/]',
  message: 'Put it into a describe: `npm test` runs all specs of a library or a part of the api as one file.',
};

/** All projects at once are one program, and each of them alone is its own: what they share is checked once. */
const AT_ROOT = process.cwd() === import.meta.dirname;
const TYPES = AT_ROOT ? { project: ['./tsconfig.json', './apps/console/tsconfig.json'] } : { projectService: true };

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '.nx', '.data', 'test-results', 'apps/console/src/api/schema.d.ts'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { ...TYPES, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          depConstraints: [
            { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['layer:domain', 'layer:platform', 'layer:testing'] },
            // A program in a browser: it knows the API's description and nothing else of this repository.
            { sourceTag: 'layer:console', onlyDependOnLibsWithTags: [] },
            { sourceTag: 'layer:tools', onlyDependOnLibsWithTags: ['layer:domain', 'layer:platform', 'layer:testing'] },
            { sourceTag: 'layer:testing', onlyDependOnLibsWithTags: ['layer:testing'] },
            ...imports(DOMAIN, 'layer:platform', 'layer:testing'),
            ...imports(PLATFORM, 'layer:testing'),
          ],
        },
      ],
      // TypeScript is structural: an object of the right shape is as good as an instance.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX, NO_ENVIRONMENT],
    },
  },
  {
    files: ['apps/console/**/*.{ts,tsx}'],
    extends: [hooks.configs.flat['recommended-latest']],
    rules: {
      // This is how the router is told to go elsewhere.
      '@typescript-eslint/only-throw-error': [
        'error',
        { allow: [{ from: 'package', package: '@tanstack/router-core', name: 'Redirect' }] },
      ],
    },
  },
  {
    // A provider on this machine has no TLS; the configuration must allow it.
    files: ['libs/sign-in/**/*.ts'],
    rules: {
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'openid-client', name: 'allowInsecureRequests' }] },
      ],
    },
  },
  {
    // The harness hands the addresses of its servers to the test processes through the environment.
    files: ['libs/config/**/*.ts', 'libs/testing/**/*.ts', 'tools/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX] },
  },
  {
    // An error that nobody listens to would end the process: see DatabaseClient.
    files: ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'],
    ignores: ['libs/database/**', 'libs/testing/**', 'apps/api-e2e/**', '**/testing/**', '**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'pg',
              message: 'Use DatabaseClient or databasePool of @rollcall/database.',
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.spec.ts'],
    ...jest.configs['flat/recommended'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', '**.expect*'] }],
    },
  },
  {
    files: ['apps/api/src/**/*.spec.ts', 'libs/**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX, NO_ENVIRONMENT, TOP_LEVEL_HOOK] },
  },
);
