import { fileURLToPath } from 'node:url';

import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '@rollcall/config';
import { NestLogger } from '@rollcall/logging';
import type { Logger } from 'pino';

import { ApiModule } from './api.module.js';
import { consoleFiles } from './console/console-files.js';
import { accessLog, requestLogFields } from './http/server/access-log.js';
import { bodyParsers } from './http/body/body.js';
import { answerClientErrors } from './http/server/client-errors.js';
import { crossOriginAccess } from './http/routing/cross-origin-access.js';
import { HTTP_TIMEOUTS, HttpServer } from './http/server/http-server.js';
import { requestMetrics } from './http/server/request-metrics.js';
import { requestTraces } from './http/server/request-traces.js';
import { refuseOversized } from './http/limits/request-limits.js';
import { routing } from './http/routing/routing.js';
import { observed } from './http/server/observed.js';
import { securityHeaders, withHeaders } from './http/server/security-headers.js';
import { servedPaths } from './http/routing/served-paths.js';
import { type Window, Windows } from './http/window.js';
import { describeApi } from './openapi/describe-api.js';

/** What `npx nx run console:build` makes, as seen from the sources and from the bundle. */
const CONSOLE = fileURLToPath(new URL('../../console/dist', import.meta.url));

/** The whole application with these windows, not listening yet. */
export async function createApi(
  config: Config,
  logger: Logger,
  served: readonly Window[],
  timeouts = HTTP_TIMEOUTS,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    ApiModule.with(config, served),
    new HttpServer(timeouts),
    {
      bodyParser: false,
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  const windows = app.get(Windows);
  const headers = securityHeaders(config.http.publicUrl);
  app.getHttpServer().on('clientError', answerClientErrors({ logger, headers, window: windows.atRoot }));
  app.disable('x-powered-by');
  app.set('trust proxy', [...config.http.trustedProxies]);
  if (config.traces) app.use(requestTraces());
  app.use(accessLog(logger));
  app.use(requestLogFields);
  if (config.metrics) app.use(requestMetrics());
  app.use(observed(app, windows));
  app.use(withHeaders(headers));
  app.enableCors(crossOriginAccess(config.http.corsOrigins, windows));
  app.use(refuseOversized);
  app.use(consoleFiles(CONSOLE));
  app.use(servedPaths(windows));
  app.use(routing(app));
  app.use(bodyParsers(windows));
  describeApi(app);
  return app;
}
