import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { runProcess } from '@rollcall/process';

import { giveWay } from './give-way.js';
import { WorkerModule } from './worker.module.js';

await runProcess('worker', async (config) => {
  const context = await NestFactory.createApplicationContext(WorkerModule.with(config), { abortOnError: false });
  giveWay();
  const { host } = config.http;
  new Logger('worker').log(
    { queue: config.queue.backend, host, healthPort: config.worker.healthPort },
    'Ready for jobs',
  );
  return context;
});
