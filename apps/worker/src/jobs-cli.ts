import { databaseUrlFromEnvironment } from '@rollcall/config';
import { dataSourceOptions } from '@rollcall/database';
import { JobOutboxEntity, PromisedJobs } from '@rollcall/jobs';
import { SystemClock } from '@rollcall/kernel';
import { failureText } from '@rollcall/process';
import { DataSource } from 'typeorm';

import { JOBS_USAGE, type JobsCommand, parseJobsCommand, runJobsCommand } from './jobs-command.js';

const command = parseJobsCommand(process.argv.slice(2));
if (command) {
  try {
    process.exitCode = (await run(command)) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${failureText('The command failed', error)}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write(`${JOBS_USAGE}\n`);
  process.exitCode = 2;
}

async function run(jobsCommand: JobsCommand): Promise<boolean> {
  const dataSource = new DataSource({
    ...dataSourceOptions(databaseUrlFromEnvironment()),
    entities: [JobOutboxEntity],
  });
  await dataSource.initialize();
  try {
    const promised = new PromisedJobs(dataSource, new SystemClock());
    const { output, found } = await runJobsCommand(promised, jobsCommand);
    process.stdout.write(`${output}\n`);
    return found;
  } finally {
    await dataSource.destroy();
  }
}
