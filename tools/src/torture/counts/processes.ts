import { readdirSync } from 'node:fs';

import type { Machine } from '../machine/machine.js';
import type { Finding } from './agents.js';

/** The most connections to PostgreSQL that an api and a worker keep, as docs/operations.md says. */
const CONNECTIONS = { postgres: { api: 18, worker: 30 }, redis: { api: 10, worker: 10 } };

/** How many more open files a process may have than when nothing had happened: connections of clients, and pools that are filled. */
const MORE_FILES = 60;

/** How many files each process has open. */
export function openFiles({ parts }: Machine): Map<string, number> {
  return new Map(
    [...parts]
      .filter(([name]) => name !== 'PostgreSQL' && name !== 'Redis')
      .map(([name, { pid }]) => [name, readdirSync(`/proc/${pid}/fd`).length]),
  );
}

export const CONNECTED = `SELECT count(*)::int AS count,
    count(*) FILTER (WHERE state = 'idle in transaction' AND state_change < now() - interval '10 seconds')::int AS forgotten
  FROM pg_stat_activity WHERE application_name <> '' AND backend_type = 'client backend'`;

/** Compares what is open with what may be. */
export function compareOpen(
  backend: Machine['backend'],
  connections: { readonly count: number; readonly forgotten: number },
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Finding[] {
  const { api, worker } = CONNECTIONS[backend];
  const number = (kind: string) => [...after.keys()].filter((name) => name.startsWith(kind)).length;
  const most = number('api') * api + number('worker') * worker;
  const details = [
    ...(connections.count > most ? [`${connections.count} connections to PostgreSQL, not at most ${most}`] : []),
    ...(connections.forgotten > 0 ? [`${connections.forgotten} transactions that nobody ends`] : []),
    ...[...after].flatMap(([name, count]) => {
      const allowed = (before.get(name) ?? 0) + MORE_FILES;
      return count > allowed ? [`${name} has ${count} files open, not at most ${allowed}`] : [];
    }),
  ];
  return details.map((detail) => ({ wrong: 'a connection or file handle leaked', detail }));
}
