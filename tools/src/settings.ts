import { resolve } from 'node:path';

import { type Config, loadConfig } from '@rollcall/config';

/** The plan of a start. */
export interface StartSettings {
  readonly config: Config;
  /** The services that are not configured, so that the start embeds them. */
  readonly embedded: { readonly database: boolean; readonly mail: boolean };
  /** The folder for their data: `DATA_DIR`, relative to the root of the checkout unless it is absolute. */
  readonly dataFolder: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings of a start. An empty variable counts as unset. In production nothing is embedded.
 * @throws ConfigError with all mistakes at once, before anything is started
 */
export function readSettings(environment: Environment, root: string): StartSettings {
  const production = environment.NODE_ENV === 'production';
  const embedded = {
    database: !production && !environment.DATABASE_URL,
    mail: !production && !environment.SMTP_URL,
  };
  const config = loadConfig({
    ...environment,
    ...(embedded.database ? { DATABASE_URL: 'postgres://embedded' } : {}),
    ...(embedded.mail ? { SMTP_URL: 'smtp://embedded' } : {}),
  });
  return { config, embedded, dataFolder: resolve(root, nonEmpty(environment.DATA_DIR) ?? '.data') };
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
