import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startEmbeddedServer } from '@rollcall/database/embedded';

import type { Cleanups } from './cleanups.js';
import { errorCode } from './error-code.js';
import { startMailCatcher } from './mail-catcher.js';
import type { StartSettings } from './settings.js';
import { StartFailure } from './start-failure.js';

/** The services that a start embeds. */
export interface EmbeddedServices {
  /** The settings with which the processes reach them. */
  readonly environment: { readonly DATABASE_URL?: string; readonly SMTP_URL?: string; readonly SECRETS_KEY?: string };
  readonly databaseFolder?: string;
  /** The mail catcher's page. */
  readonly mailPage?: string;
  /** Resolves when the embedded database has ended; never if the database is not embedded. */
  readonly databaseGone: Promise<void>;
}

/**
 * Starts the services that are not configured.
 * @throws StartFailure if one does not start
 */
export async function startEmbeddedServices(settings: StartSettings, cleanups: Cleanups): Promise<EmbeddedServices> {
  const database = settings.embedded.database ? await startDatabase(settings.dataFolder, cleanups) : undefined;
  const mail = settings.embedded.mail ? await startMail(settings.dataFolder, cleanups) : undefined;
  const secretsKey =
    database && settings.config.secretsKey === null ? await keyOfSecrets(settings.dataFolder) : undefined;
  const environment = {
    ...(database ? { DATABASE_URL: database.url } : {}),
    ...(mail ? { SMTP_URL: mail.smtpUrl } : {}),
    ...(secretsKey ? { SECRETS_KEY: secretsKey } : {}),
  };
  await shareEnvironment(settings.dataFolder, environment, cleanups);
  return {
    environment,
    ...(database ? { databaseFolder: database.folder } : {}),
    ...(mail ? { mailPage: mail.pageUrl } : {}),
    databaseGone: database?.exited ?? new Promise(() => undefined),
  };
}

/** Keeps the settings in a file while they are valid, for `npm run jobs` beside a running start. */
async function shareEnvironment(dataFolder: string, environment: object, cleanups: Cleanups): Promise<void> {
  if (Object.keys(environment).length === 0) return;
  const file = join(dataFolder, 'environment');
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${String(value)}\n`);
  await writeFile(file, lines.join(''), { mode: 0o600 });
  cleanups.add(() => rm(file, { force: true }));
}

/** The key that seals secrets in the embedded database, which is made at its first start and kept beside it. */
export async function keyOfSecrets(dataFolder: string): Promise<string> {
  const file = join(dataFolder, 'secrets-key');
  try {
    await writeFile(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}

async function startDatabase(dataFolder: string, cleanups: Cleanups) {
  const folder = join(dataFolder, 'postgres');
  try {
    const server = await startEmbeddedServer({ folder, durable: true });
    cleanups.add(() => server.stop());
    await server.createDatabase('rollcall');
    return { url: server.url('rollcall'), folder, exited: server.exited };
  } catch (error) {
    throw new StartFailure(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

async function startMail(dataFolder: string, cleanups: Cleanups) {
  const catcher = await startMailCatcher(join(dataFolder, 'mails'));
  cleanups.add(() => catcher.stop());
  return catcher;
}
