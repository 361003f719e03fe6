import { queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';

export type Key = Schemas['ApiKeyDto'];
export type IssuedKey = Schemas['IssuedApiKeyDto'];
/** The agent whose keys they are. */
export interface KeyOwner {
  readonly id: number;
  readonly permissions: readonly string[];
}

export type NewKey = Schemas['CreateApiKeyBody'];

const keysKey = (agentId: number) => ['keys', agentId] as const;

export const keysQuery = (agentId: number) =>
  queryOptions({
    queryKey: keysKey(agentId),
    queryFn: () => answerTo(api.GET('/api/v1/agents/{id}/api-keys', { params: { path: { id: agentId } } })),
  });

export async function createKey(agentId: number, body: NewKey): Promise<IssuedKey> {
  return answerTo(api.POST('/api/v1/agents/{id}/api-keys', { params: { path: { id: agentId } }, body }));
}

export async function rotateKey(agentId: number, keyId: number, overlapSeconds: number): Promise<IssuedKey> {
  return answerTo(
    api.POST('/api/v1/agents/{id}/api-keys/{key_id}/rotate', {
      params: { path: { id: agentId, key_id: keyId } },
      body: { overlap_seconds: overlapSeconds },
    }),
  );
}

export async function revokeKey(agentId: number, keyId: number): Promise<void> {
  await answerTo(
    api.DELETE('/api/v1/agents/{id}/api-keys/{key_id}', { params: { path: { id: agentId, key_id: keyId } } }),
  );
}
