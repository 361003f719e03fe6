import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';
import { whileNewest } from './while-newest.js';

export type GroupRoles = Schemas['GroupRolesDto'];
export type ProvisioningRequest = Schemas['ProvisioningRequestDto'];

export const PROVISIONING = ['provisioning'] as const;

const REQUESTS_AT_ONCE = 25;
/** How often the list is asked for again, in milliseconds: one looks at it while one tries a connection. */
const LIVE_MS = 5_000;

/** The teams that give roles. */
export const groupRolesQuery = queryOptions({
  queryKey: [...PROVISIONING, 'group-roles'],
  queryFn: () => answerTo(api.GET('/api/v1/provisioning/group-roles')),
});

/** An empty list gives none any more. */
export async function setGroupRoles(teamId: number, roles: readonly string[]): Promise<GroupRoles> {
  return answerTo(
    api.PUT('/api/v1/provisioning/group-roles/{id}', {
      params: { path: { id: teamId } },
      body: { roles: [...roles] },
    }),
  );
}

/** What identity providers asked for, the newest first, as far as it was asked for. */
export const provisioningRequestsQuery = (failed: boolean) =>
  infiniteQueryOptions({
    queryKey: [...PROVISIONING, 'requests', failed],
    queryFn: ({ pageParam: before }) => {
      const query = { limit: REQUESTS_AT_ONCE, failed, ...(before === null ? {} : { before }) };
      return answerTo(api.GET('/api/v1/provisioning/requests', { params: { query } }));
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < REQUESTS_AT_ONCE ? null : (page.at(-1)?.id ?? null)),
    refetchInterval: whileNewest(LIVE_MS),
  });
