import { isNativeError } from 'node:util/types';

import pg from 'pg';
import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

import { isStale } from './database-client.js';

const CONNECTION_FAILURES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * SQLSTATE classes: 08 connection exception, 57P operator intervention, 53 insufficient resources: too many connections, a full disk
 * or no memory. 55P03: a row was locked for too long.
 */
const UNAVAILABLE_STATE = /^(08|57P|53|55P03)/;

/** Whether a statement has waited for a lock for as long as it may. */
export function isLockedOut(error: unknown): boolean {
  return error instanceof QueryFailedError && stringField(error.driverError, 'code') === '55P03';
}

const LOST_CONNECTION =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Query read timeout/;

/** The name of the constraint that PostgreSQL says was violated, or undefined for any other error. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof QueryFailedError ? stringField(error.driverError, 'constraint') : undefined;
}

/**
 * Whether PostgreSQL gave up a transaction that may well succeed when it runs again: because of a deadlock or a
 * serialization failure, or because a migration changed what a statement returns.
 */
export function isWorthAnotherTry(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const state = stringField(error.driverError, 'code');
  return state === '40P01' || state === '40001' || isStale(error.driverError);
}

/** Whether a statement was not done because one before it, in the same transaction, had failed. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof QueryFailedError && stringField(error.driverError, 'code') === '25P02';
}

/** Whether the database could not be reached or went away, so that the same thing may work in a moment. */
export function isDatabaseAway(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.some(isDatabaseAway)) return true;
  // TypeORM stops using a query runner when its connection is lost between two statements of a transaction.
  if (error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError)
    return true;
  // An error of a statement arrives as QueryFailedError; any other error of PostgreSQL is about a new connection.
  if (error instanceof pg.DatabaseError) return true;
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = stringField(cause, 'code') ?? '';
  return CONNECTION_FAILURES.has(code) || UNAVAILABLE_STATE.test(code) || LOST_CONNECTION.test(error.message);
}

function stringField(error: unknown, field: string): string | undefined {
  const value: unknown = isNativeError(error) ? Reflect.get(error, field) : undefined;
  return typeof value === 'string' ? value : undefined;
}
