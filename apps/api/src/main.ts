import { runProcess } from '@rollcall/process';

await runProcess(
  'api',
  // A process that only looks after others has no use for the api's code.
  async (config, logger) => (await import('./serve.js')).serve(config, logger),
  (config) => config.http.processes,
);
