import type { Config } from '@rollcall/config';
import { logFields } from '@rollcall/observability';
import { destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { PinoPretty } from 'pino-pretty';

import { loggable, REDACTED } from './loggable.js';

/** Which of the processes writes a line; the field `name` says so. */
export type ProcessName = 'api' | 'worker';

/** Where lines go: a file descriptor, and whether a person reads it. */
export interface LogOutput {
  readonly fd: number;
  readonly isTTY: boolean;
}

/** The headers as pino-http's serializers hand them over, which happens after the fields were looked through. */
const SECRET_HEADERS = [
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["x-api-key"]',
  'res.headers["set-cookie"]',
];

/**
 * The logger of a process: JSON lines, or readable ones in a terminal, without secrets. Lines are written before the
 * call returns, so that the last ones survive the end of the process.
 */
export function createLogger(
  config: Pick<Config, 'logLevel'>,
  name: ProcessName,
  output: LogOutput = { fd: process.stdout.fd, isTTY: process.stdout.isTTY },
): Logger {
  return pino(
    {
      level: config.logLevel,
      base: { name },
      mixin: logFields,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: loggable },
      // Errors are reduced with the other fields; the default serializer would have them as objects.
      serializers: { err: (err: unknown) => err },
      redact: { paths: SECRET_HEADERS, censor: REDACTED },
    },
    output.isTTY
      ? PinoPretty({ destination: output.fd, sync: true, colorize: true, translateTime: 'SYS:HH:MM:ss.l' })
      : destination({ dest: output.fd, sync: true }),
  );
}
