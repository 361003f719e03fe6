import { Bootstrap } from '@rollcall/agents';
import type { Config } from '@rollcall/config';
import { explainTakenPort } from '@rollcall/process';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';

import { createApi } from './create-api.js';
import { firstStartText } from './first-start-text.js';
import { WINDOWS } from './windows.js';

/** Starts the api. The credentials of a first start are printed before the api listens. */
export async function serve(config: Config, logger: Logger): Promise<INestApplication> {
  const { host, port, publicUrl } = config.http;
  const app = await createApi(config, logger, WINDOWS);
  // Printed at once: the keys are shown only now, even if a later step fails.
  process.stdout.write(firstStartText(publicUrl, await app.get(Bootstrap, { strict: false }).run()));
  await app.listen(port, host).catch((error: unknown) => explainTakenPort(error, 'PORT', host, port));
  return app;
}
