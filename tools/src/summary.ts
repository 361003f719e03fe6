import type { Config } from '@rollcall/config';

import type { EmbeddedServices } from './embedded-services.js';
import { apiUrl, workerUrl } from './readiness.js';

/** A few lines with the addresses of all parts. Shows no setting that is a URL, since these contain passwords. */
export function summary(config: Config, { databaseFolder, mailPage }: EmbeddedServices): string {
  return [
    '',
    'Rollcall is running. Ctrl-C stops it.',
    `  Console   ${config.http.publicUrl}/console`,
    `  API       ${apiUrl(config)}`,
    `  Worker    ${workerUrl(config)}/health/ready`,
    `  Database  ${databaseFolder ? `PostgreSQL with its data in ${databaseFolder}` : 'the one of DATABASE_URL'}`,
    `  Queues    ${config.queue.backend === 'redis' ? 'the Redis of REDIS_URL' : 'in the database'}`,
    `  Mail      ${mailPage ? `caught, see ${mailPage}` : 'through the server of SMTP_URL'}`,
    '',
  ].join('\n');
}
