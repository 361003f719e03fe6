import { runProcess } from '@rollcall/process';

await runProcess(
  'api',
  // A process that only supervises others does not load the api's code.
  async (config, logger) => (await import('./serve.js')).serve(config, logger),
  (config) => config.http.processes,
);
