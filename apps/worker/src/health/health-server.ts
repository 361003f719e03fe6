import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { Schedules } from '@rollcall/jobs';
import { explainTakenPort, Readiness } from '@rollcall/process';

/**
 * Tells supervisors over HTTP that the worker is alive (`/health`), and that it reaches its database and queue and the
 * schedules are kept (`/health/ready`), in the envelope of the api.
 */
@Injectable()
export class HealthServer implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(HealthServer.name);
  private readonly server = createServer((request, response) => {
    void this.answer(request, response);
  });

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly readiness: Readiness,
    private readonly schedules: Schedules,
  ) {}

  /** @throws Error naming the port when something else listens there */
  async onModuleInit(): Promise<void> {
    const host = this.config.http.host;
    const port = this.config.worker.healthPort;
    this.server.listen(port, host);
    await once(this.server, 'listening').catch((error: unknown) => explainTakenPort(error, 'WORKER_PORT', host, port));
  }

  onApplicationShutdown(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0];
    if (path !== '/health' && path !== '/health/ready') {
      reply(response, 404, 'There is /health and /health/ready here');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      reply(response, 405, 'Use GET');
    } else {
      const failure = path === '/health' ? null : await this.unreadiness();
      if (failure) this.logger.warn({ failure }, 'Not ready');
      reply(response, failure ? 503 : 200, failure ?? '');
    }
  }

  /** Why this worker is not ready, as a sentence; null when it is. */
  private async unreadiness(): Promise<string | null> {
    const missing = await this.readiness.missing();
    if (missing.length > 0) return `Not reachable: ${missing.join(' and ')}`;
    const late = this.schedules.late();
    return late.length > 0 ? `Not run for three of their intervals: ${late.join(', ')}` : null;
  }
}

function reply(response: ServerResponse, status: number, failure: string): void {
  const body =
    status === 200
      ? { status: 'success', data: true }
      : { status: 'error', message: failure, data: null, error_type: 'GeneralException' };
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
