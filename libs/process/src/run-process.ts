import cluster from 'node:cluster';
import { setTimeout } from 'node:timers/promises';

import { type INestApplicationContext, Logger } from '@nestjs/common';
import { type Config, configFromEnvironment } from '@rollcall/config';
import { migrate } from '@rollcall/database';
import { migrateQueues, warnSparingly } from '@rollcall/jobs';
import { createLogger, NestLogger, type ProcessName } from '@rollcall/logging';
import { MetricsServer, startMetrics, startTraces } from '@rollcall/observability';
import type { Logger as PinoLogger } from 'pino';

import { during, failureText } from './failure-text.js';
import { startHangWatch } from './hang-watch.js';
import { ProcessGroup, StartRefused } from './process-group.js';
import { onStopRequest } from './stop-request.js';
import { explainTakenPort } from './taken-port.js';

/**
 * Just below the 15 seconds that supervisors wait before they kill a process. Work that the end cuts off is done by
 * another process.
 */
const MAX_DRAIN_MS = 14_000;

/** Starts what a process does, ready to be closed. */
export type Start = (config: Config, logger: PinoLogger) => Promise<Running>;

type Running = Pick<INestApplicationContext, 'close'>;

/**
 * The life of a process of ours. It reads the configuration, brings the database up to date and calls `start`. When
 * it is told to stop, it finishes what is under way. It is ended when it hangs. When the start fails, it prints one
 * sentence and ends with code 1.
 *
 * Where `processesOf` the configuration gives more than one, this process starts that many others, which call
 * `start`, and looks after them.
 */
export async function runProcess(
  name: ProcessName,
  start: Start,
  processesOf: (config: Config) => number = () => 1,
): Promise<void> {
  const logger = new Logger(name);
  // When the first process is gone, Node would end this one at once; it is to finish what is under way.
  if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
  let running: Running | undefined;
  onStopRequest((reason) => {
    // What is under way now survives a sudden end.
    if (!running) process.exit(0);
    void drain(running, logger, reason);
  });
  try {
    const config = configFromEnvironment();
    await during('bringing the database up to date', migrate(config.database.url));
    await during("bringing the queue's tables up to date", migrateQueues(config.queue));
    startHangWatch();
    const log = createLogger(config, name);
    Logger.overrideLogger(new NestLogger(log));
    const processes = cluster.isPrimary ? processesOf(config) : 1;
    if (config.metrics && processes === 1) startMetrics({ version: config.version, place: config.http.place });
    if (cluster.isPrimary) await serveMetrics(config, name, processes > 1);
    running = await (processes > 1
      ? ProcessGroup.start(processes)
      : startTraced(name, config, () => start(config, log)));
  } catch (error) {
    if (!(error instanceof StartRefused)) process.stderr.write(`${failureText(`The ${name} did not start`, error)}\n`);
    process.exit(1);
  }
}

/** Starts what the process does, and sends its traces until that has ended, if the configuration says where to. */
async function startTraced(
  name: ProcessName,
  { traces, version }: Config,
  start: () => Promise<Running>,
): Promise<Running> {
  if (!traces) return start();
  const onFailure = warnSparingly(new Logger('Traces'), 'Traces could not be sent; some are lost');
  const stop = await startTraces({ ...traces, serviceName: `rollcall-${name}`, version }, onFailure);
  const running = await start();
  return { close: () => running.close().finally(stop) };
}

/** Serves the metrics of this process, or of the group that it starts, if the configuration says to whom; until it ends. */
async function serveMetrics({ metrics, http }: Config, name: ProcessName, ofGroup: boolean): Promise<void> {
  if (!metrics) return;
  const { token, apiPort, workerPort } = metrics;
  const [setting, port] =
    name === 'api' ? (['METRICS_PORT', apiPort] as const) : (['WORKER_METRICS_PORT', workerPort] as const);
  await MetricsServer.start({ host: http.host, port, token }, ofGroup).catch((error: unknown) =>
    explainTakenPort(error, setting, http.host, port),
  );
}

/** Takes nothing new, finishes what runs, and ends the process. */
async function drain(context: Running, logger: Logger, reason: string): Promise<void> {
  logger.log({ reason }, 'Stopping: what is under way is being finished');
  const drained = await Promise.race([context.close().then(() => true), setTimeout(MAX_DRAIN_MS, false)]);
  if (drained) logger.log('Stopped');
  else logger.warn('Not everything finished in time; what was promised is done by another process');
  process.exit(0);
}
