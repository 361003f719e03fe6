import { Bootstrap } from '@rollcall/agents';
import type { Config } from '@rollcall/config';
import { explainTakenPort } from '@rollcall/process';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';

import { createApi } from './create-api.js';
import { firstStartText } from './first-start-text.js';
import { WINDOWS } from './windows.js';

/** The api, listening. What its first start makes is printed before anybody can call. */
export async function serve(config: Config, logger: Logger): Promise<INestApplication> {
  const { host, port, publicUrl } = config.http;
  const app = await createApi(config, logger, WINDOWS);
  // Printed at once: whatever fails from here on, the keys are made and shown only now.
  process.stdout.write(firstStartText(publicUrl, await app.get(Bootstrap, { strict: false }).run()));
  await app.listen(port, host).catch((error: unknown) => explainTakenPort(error, 'PORT', host, port));
  return app;
}
