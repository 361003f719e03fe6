import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '@rollcall/config';
import { NestLogger } from '@rollcall/logging';
import type { Logger } from 'pino';

import { ApiModule } from './api.module.js';
import { listForms } from './helpdesk/agents/list-forms.js';
import { helpdeskError } from './helpdesk/helpdesk-errors.js';
import { accessLog } from './http/access-log.js';
import { bodyParsers } from './http/body.js';
import { answerClientErrors } from './http/client-errors.js';
import { crossOriginAccess } from './http/cross-origin-access.js';
import { HTTP_TIMEOUTS, HttpServer } from './http/http-server.js';
import { refuseOversized } from './http/request-limits.js';
import { routing } from './http/routing.js';
import { securityHeaders, withHeaders } from './http/security-headers.js';
import { describeApi } from './openapi/describe-api.js';

/** The whole application, not listening yet. */
export async function createApi(
  config: Config,
  logger: Logger,
  timeouts = HTTP_TIMEOUTS,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.with(config), new HttpServer(timeouts), {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const headers = securityHeaders(config.http.publicUrl);
  app.getHttpServer().on('clientError', answerClientErrors({ logger, headers, form: helpdeskError }));
  app.disable('x-powered-by');
  app.set('trust proxy', [...config.http.trustedProxies]);
  app.use(accessLog(logger));
  app.use(withHeaders(headers));
  app.enableCors(crossOriginAccess(config.http.corsOrigins));
  app.use(refuseOversized);
  app.use(listForms);
  app.use(routing(app));
  app.use(bodyParsers());
  describeApi(app);
  return app;
}
