import { Bootstrap } from '@rollcall/agents';
import { explainTakenPort, runProcess } from '@rollcall/process';

import { createApi } from './create-api.js';
import { firstStartText } from './first-start-text.js';

await runProcess('api', async (config, logger) => {
  const { host, port, publicUrl } = config.http;
  const app = await createApi(config, logger);
  await app.listen(port, host).catch((error: unknown) => explainTakenPort(error, 'PORT', host, port));
  const keys = await app.get(Bootstrap, { strict: false }).run();
  process.stdout.write(firstStartText(publicUrl, keys));
  return app;
});
