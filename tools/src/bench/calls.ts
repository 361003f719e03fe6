import { randomInt, randomUUID } from 'node:crypto';

import type { LoadRequest } from './load.js';
import { ADMIN, emailOf, PASSWORD, TEAMS } from './scene.js';

/** A call that the bench measures at the api and at the yardstick. */
export interface Call extends LoadRequest {
  readonly name: string;
  /** The wanted ratio of our rate to the yardstick's. */
  readonly wanted: number;
}

/** The data that the calls use. */
export interface CallScope {
  /** The ids of the seeded agents: from the first to the last. */
  readonly agents: { readonly first: number; readonly last: number };
  /** The cookies of a session of the admin. */
  readonly cookie: string;
}

const KEYED = { authorization: ADMIN.authorization };
const JSON_BODY = { ...KEYED, 'content-type': 'application/json' };

/** The calls in the order of the table in docs/performance.md. */
export function callsOf({ agents, cookie }: CallScope): readonly Call[] {
  const anyAgent = () => randomInt(agents.first, agents.last + 1);
  const get = (path: () => string) => ({ method: 'GET', headers: KEYED, path }) as const;
  return [
    { name: 'GET /agents/{id}', wanted: 0.7, ...get(() => `/api/v1/agents/${anyAgent()}`) },
    { name: 'GET /agents?limit=50', wanted: 0.7, ...get(() => '/api/v1/agents?limit=50') },
    {
      name: 'POST /agents',
      wanted: 0.7,
      method: 'POST',
      headers: JSON_BODY,
      path: () => '/api/v1/agents',
      body: () =>
        JSON.stringify({
          first_name: 'Ada',
          last_name: 'Lovelace',
          email: `${randomUUID()}@bench.example`,
          role: 'Agent',
          teams: [TEAMS[0], TEAMS[1]],
          send_welcome_email: true,
        }),
    },
    {
      name: 'POST /user/create_live_agent',
      wanted: 0.9,
      method: 'POST',
      headers: JSON_BODY,
      path: () => '/api/v1/user/create_live_agent',
      body: () =>
        JSON.stringify({
          first_name: 'Grace',
          last_name: 'Hopper',
          email: `${randomUUID()}@bench.example`,
          password: PASSWORD,
          phone: '+1 202-555-0123',
        }),
    },
    {
      name: 'PUT /agents/{id}',
      wanted: 0.7,
      method: 'PUT',
      headers: JSON_BODY,
      ...eachAgent(anyAgent, (id) => ({
        first_name: 'Agent',
        last_name: randomUUID(),
        email: emailOf(id - agents.first + 1),
        role: 'Agent',
      })),
    },
    { name: 'GET /agents/me', wanted: 0.7, ...get(() => '/api/v1/agents/me') },
    {
      name: 'GET /agents/me, session',
      wanted: 0.7,
      method: 'GET',
      headers: { cookie },
      path: () => '/api/v1/agents/me',
    },
    { name: 'GET /teams', wanted: 0.7, ...get(() => '/api/v1/teams') },
    {
      name: 'POST /auth/login',
      wanted: 0.9,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      path: () => '/api/v1/auth/login',
      body: () => JSON.stringify({ email: emailOf(anyAgent() - agents.first + 1), password: PASSWORD }),
    },
  ];
}

/**
 * Path and body of a change of one agent. `body` must be called directly after `path`, since it changes the same agent.
 */
function eachAgent(
  next: () => number,
  change: (id: number) => object,
): Pick<LoadRequest, 'path'> & { body: () => string } {
  let id = 0;
  return {
    path: () => {
      id = next();
      return `/api/v1/agents/${id}`;
    },
    body: () => JSON.stringify(change(id)),
  };
}
