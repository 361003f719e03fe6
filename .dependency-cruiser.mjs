const DEVELOPMENT = '^libs/(testing|stripe-server|database/src/embedded)/|/src/testing/|[.]spec[.]ts$';

/** Rules about which file may import which, over the sources of all projects. `npm run cycles` checks them. */
export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files that import each other cannot be understood, tested or loaded one at a time. Types count too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that leads nowhere would escape every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'libs-know-no-app',
      comment: 'Imports run one way: apps, then domain libs, then platform libs.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'worker-serves-no-http-api',
      comment: 'The worker never loads a controller, nor anything that only the api needs.',
      severity: 'error',
      from: { path: '^apps/worker/' },
      to: {
        path: '^apps/api/|(^|/)node_modules/(express|@nestjs/(platform-express|passport|swagger)|passport[^/]*)/',
        reachable: true,
      },
    },
    {
      name: 'api-handles-no-job',
      comment: 'The api never loads a job handler, nor anything that only the worker needs.',
      severity: 'error',
      from: { path: '^apps/api/' },
      to: { path: '^apps/worker/|[.]handler[.]ts$', reachable: true },
    },
    {
      name: 'api-sends-no-mail',
      comment: 'The api promises mails; only the worker loads what renders and sends them.',
      severity: 'error',
      from: { path: '^apps/api/', pathNot: DEVELOPMENT },
      to: { path: '^libs/mail/src/delivery/|(^|/)node_modules/nodemailer/', reachable: true },
    },
    {
      name: 'production-needs-production-dependencies',
      comment: 'What runs in production is installed without the development dependencies.',
      severity: 'error',
      from: { path: '^(apps/(api|worker)|libs)/', pathNot: DEVELOPMENT },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'production-needs-no-development-code',
      comment: 'The embedded server and the test helpers stand on development dependencies.',
      severity: 'error',
      from: { path: '^apps/(api|worker)/', pathNot: DEVELOPMENT },
      to: { path: DEVELOPMENT, reachable: true },
    },
  ],
  options: {
    combinedDependencies: true,
    exclude: { path: '^(apps/[^/]+|libs/[^/]+|tools)/dist/' },
    doNotFollow: { path: '(^|/)node_modules/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    // Imports of the workspace's own packages lead to their sources, as they do for the compiler.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
};
