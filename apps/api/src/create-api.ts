import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '@rollcall/config';
import { NestLogger } from '@rollcall/logging';
import type { Logger } from 'pino';

import { ApiModule } from './api.module.js';
import { accessLog } from './http/access-log.js';
import { bodyParsers } from './http/body.js';
import { crossOriginAccess } from './http/cross-origin-access.js';
import { securityHeaders, withHeaders } from './http/security-headers.js';
import { describeApi } from './openapi/describe-api.js';

/** The whole application, not listening yet. */
export async function createApi(config: Config, logger: Logger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.with(config), {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.use(accessLog(logger));
  app.use(withHeaders(securityHeaders(config.http.publicUrl)));
  app.enableCors(crossOriginAccess(config.http.corsOrigins));
  app.use(bodyParsers());
  describeApi(app);
  return app;
}
