import { Bootstrap, SignInLinks } from '@rollcall/agents';
import { isWithin } from '@rollcall/auth';
import type { Config } from '@rollcall/config';
import { explainTakenPort } from '@rollcall/process';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';

import { createApi } from './create-api.js';
import { firstStartText, hasNews } from './first-start-text.js';
import { WINDOWS } from './windows.js';

/** Starts the api. The credentials of a first start are printed before the api listens. */
export async function serve(config: Config, logger: Logger): Promise<INestApplication> {
  const { host, port, publicUrl } = config.http;
  const app = await createApi(config, logger, WINDOWS);
  // Printed at once: the keys are shown only now, even if a later step fails.
  const keys = await app.get(Bootstrap, { strict: false }).run();
  const link = isLoopback(host) && hasNews(keys) ? await app.get(SignInLinks, { strict: false }).forAdmin() : null;
  process.stdout.write(firstStartText(publicUrl, keys, link));
  await app.listen(port, host).catch((error: unknown) => explainTakenPort(error, 'PORT', host, port));
  return app;
}

/** Whether only this machine reaches the api, so that a link for this machine is of use. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || isWithin(['127.0.0.0/8', '::1/128'], host);
}
