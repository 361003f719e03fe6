import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ConfigError } from '@rollcall/config';

import { type Child, startChild } from './child.js';
import { Cleanups } from './cleanups.js';
import { lockDataFolder } from './data-folder-lock.js';
import { startEmbeddedServices } from './embedded-services.js';
import { requireFree } from './ports.js';
import { untilReady } from './readiness.js';
import { readSettings, type StartSettings } from './settings.js';
import { StartFailure } from './start-failure.js';
import { aborted, stopSignal } from './stop-signal.js';
import { summary } from './summary.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** How long the processes of a killed start may take to finish their work and free their ports. */
const LEFTOVERS_MS = 16_000;

const stopping = stopSignal();
const cleanups = new Cleanups();
try {
  await start(readSettings(process.env, ROOT));
} catch (error) {
  // Ctrl-C during the start also interrupts the step that it waits for; that is not a failure.
  if (!stopping.aborted) {
    console.error(error instanceof StartFailure || error instanceof ConfigError ? `\n${error.message}\n` : error);
    process.exitCode = 1;
  }
}
await cleanups.run();
process.exit();

/** Starts everything and returns when it was asked to stop. @throws StartFailure if a part fails, now or later */
async function start(settings: StartSettings): Promise<void> {
  const { config, embedded, dataFolder } = settings;
  let leftoversMs = 0;
  if (embedded.database || embedded.mail) {
    const lock = await lockDataFolder(dataFolder);
    cleanups.add(() => lock.release());
    if (lock.takenOver) leftoversMs = LEFTOVERS_MS;
  }
  const { host, port } = config.http;
  const addresses = [
    { setting: 'PORT', host, port },
    { setting: 'WORKER_PORT', host, port: config.worker.healthPort },
  ];
  await requireFree(addresses, leftoversMs, stopping);
  const services = await startEmbeddedServices(settings, cleanups);
  stopping.throwIfAborted();

  const environment = { STORAGE_DIR: join(dataFolder, 'files'), ...process.env, ...services.environment };
  const children = ['api', 'worker'].map((name) =>
    startChild(name, join(ROOT, 'apps', name, 'dist', 'main.js'), environment),
  );
  cleanups.add(() => stopAll(children));
  void untilReady(config, stopping).then(
    () => {
      console.log(summary(config, services));
    },
    () => undefined,
  );
  await Promise.race([
    aborted(stopping),
    services.databaseGone.then(() => {
      throw new StartFailure('The embedded PostgreSQL ended unexpectedly, so everything is stopped.');
    }),
    ...children.map(async ({ name, exited }) => {
      throw new StartFailure(`The ${name} ended unexpectedly (${await exited}), so everything is stopped.`);
    }),
  ]);
}

async function stopAll(children: readonly Child[]): Promise<void> {
  console.log('Stopping: work under way is being finished.');
  await Promise.all(
    children.map(async (child) => {
      if (!(await child.stop())) console.error(`The ${child.name} did not finish in time and was killed.`);
    }),
  );
}
