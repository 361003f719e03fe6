import { inspect } from 'node:util';

import type { LoggerService } from '@nestjs/common';
import type { Level, Logger } from 'pino';

/** Nest's messages about its own start. Only a person who looks for a fault there needs them. */
const START_UP_CONTEXTS = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory']);

const STACK_LINE = /\n\s+at /;

/**
 * Writes what Nest and our classes log through Nest's `Logger` as structured lines. `logger.warn({ err, id }, 'text')`
 * becomes one line with these fields, the text as `msg` and the class as `context`.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const { text, fields } = toLine(message, rest);
    const startUp = typeof fields.context === 'string' && START_UP_CONTEXTS.has(fields.context);
    this.logger[level === 'info' && startUp ? 'debug' : level](fields, text);
  }
}

interface Line {
  readonly text: string | undefined;
  readonly fields: Record<string, unknown>;
}

/** Nest puts the context last, and the stack of an error before it. */
function toLine(message: unknown, rest: readonly unknown[]): Line {
  const values = rest.filter((value) => value !== undefined && !isStack(value));
  const context = typeof values.at(-1) === 'string' ? values.pop() : undefined;
  const fields: Record<string, unknown> = {};
  const texts: string[] = [];
  for (const value of [message, ...values]) {
    if (value instanceof Error) fields.err = value;
    else if (typeof value === 'object') Object.assign(fields, value);
    else if (value !== undefined) texts.push(typeof value === 'string' ? value : inspect(value));
  }
  if (fields.err === undefined) fields.stack = rest.find(isStack);
  return { text: texts.length > 0 ? texts.join(' ') : undefined, fields: { ...fields, context } };
}

function isStack(value: unknown): value is string {
  return typeof value === 'string' && STACK_LINE.test(value);
}
