import { createHash, timingSafeEqual } from 'node:crypto';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  AggregatorRegistry,
  collectDefaultMetrics,
  type PrometheusContentType,
  prometheusContentType,
} from 'prom-client';

import { buildInfo, registry } from './metrics.js';

/** What a process says of itself. */
export interface ProcessIdentity {
  readonly version: string;
  /** The place of this process among those that serve one port together, from 1. */
  readonly place: number;
}

/**
 * Has this process measure itself, beside what its parts count. Of a group, each process tells its first one under the number of its
 * place: a sum over processes would fall, and be read as a restart, whenever one of them ends.
 */
export function startMetrics({ version, place }: ProcessIdentity): void {
  registry.setDefaultLabels({ process: String(place) });
  collectDefaultMetrics({ register: registry });
  buildInfo.readBy((gauge) => {
    gauge.set({ version }, 1);
  });
  if (!cluster.isWorker) return;
  AggregatorRegistry.setRegistries(registry);
  new AggregatorRegistry();
}

/** Where the metrics are served, and to whom. */
export interface MetricsPlace {
  readonly host: string;
  readonly port: number;
  /** What a scraper sends as `Authorization: Bearer …`. */
  readonly token: string;
}

/** Serves `/metrics` on a port of its own, of this process or of the group that it looks after. */
export class MetricsServer {
  private readonly group: AggregatorRegistry<PrometheusContentType> | undefined;
  private readonly server = createServer((request, response) => {
    void this.answer(request, response);
  });

  private constructor(
    private readonly token: string,
    ofGroup: boolean,
  ) {
    this.group = ofGroup ? new AggregatorRegistry() : undefined;
  }

  /** Rejects as `listen` does when something else has the port. */
  static async start({ host, port, token }: MetricsPlace, ofGroup: boolean): Promise<MetricsServer> {
    const started = new MetricsServer(token, ofGroup);
    started.server.listen(port, host);
    await once(started.server, 'listening');
    return started;
  }

  /** On which it listens; of use where it was free to choose one. */
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer({ method, url, headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url?.split('?', 1)[0] !== '/metrics') end(response, 404, 'There is /metrics here');
    else if (method !== 'GET') end(response.setHeader('Allow', 'GET'), 405, 'Use GET');
    else if (!isSame(headers.authorization ?? '', `Bearer ${this.token}`))
      end(response.setHeader('WWW-Authenticate', 'Bearer'), 401, 'Send METRICS_TOKEN as Authorization: Bearer …');
    else
      try {
        const text = await (this.group?.clusterMetrics() ?? registry.metrics());
        response.writeHead(200, { 'Content-Type': prometheusContentType }).end(text);
      } catch {
        end(response, 503, 'A process did not tell its metrics in time; it is asked again at the next request');
      }
  }
}

/** Compares two texts in a time that tells nothing of either. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
