import { configFromEnvironment } from '@rollcall/config';
import { Bootstrap } from '@rollcall/agents';
import { migrate } from '@rollcall/database';
import { migrateQueues } from '@rollcall/jobs';
import { createLogger } from '@rollcall/logging';

import { createApi } from './create-api.js';
import { firstStartText, startFailureText } from './start-texts.js';
import { drainOnSignal } from './drain.js';

async function start(): Promise<void> {
  const config = configFromEnvironment();
  await migrate(config.database.url);
  await migrateQueues(config.queue);
  const app = await createApi(config, createLogger(config, 'api'));
  const admin = await app.get(Bootstrap, { strict: false }).run();
  await app.listen(config.http.port, config.http.host);
  drainOnSignal(app);
  process.stdout.write(firstStartText(config.http.publicUrl, admin));
}

start().catch((error: unknown) => {
  process.stderr.write(startFailureText(error));
  process.exit(1);
});
