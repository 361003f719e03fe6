import { Bootstrap } from '@rollcall/agents';
import { explainTakenPort, runProcess } from '@rollcall/process';

import { createApi } from './create-api.js';
import { firstStartText } from './first-start-text.js';
import { WINDOWS } from './windows.js';

await runProcess('api', async (config, logger) => {
  const { host, port, publicUrl } = config.http;
  const app = await createApi(config, logger, WINDOWS);
  // Before anybody can call, and told at once: whatever fails from here on, the keys are made and shown only now.
  process.stdout.write(firstStartText(publicUrl, await app.get(Bootstrap, { strict: false }).run()));
  await app.listen(port, host).catch((error: unknown) => explainTakenPort(error, 'PORT', host, port));
  return app;
});
