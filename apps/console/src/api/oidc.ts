import { queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';

export type Provider = Schemas['OidcProviderDto'];
export type ProviderBody = Schemas['OidcProviderBody'];

export const PROVIDERS = ['providers'] as const;

const at = (id: number) => ({ params: { path: { id } } });

/** The identity providers that people sign in by, the newest first. */
export const providersQuery = queryOptions({
  queryKey: PROVIDERS,
  queryFn: () => answerTo(api.GET('/api/v1/oidc')),
});

export const providerQuery = (id: number) =>
  queryOptions({
    queryKey: [...PROVIDERS, id],
    queryFn: () => answerTo(api.GET('/api/v1/oidc/{id}', at(id))),
  });

export async function createProvider(body: ProviderBody): Promise<Provider> {
  return answerTo(api.POST('/api/v1/oidc', { body }));
}

export async function updateProvider(id: number, body: ProviderBody): Promise<Provider> {
  return answerTo(api.PUT('/api/v1/oidc/{id}', { ...at(id), body }));
}

export async function deleteProvider(id: number): Promise<void> {
  await answerTo(api.DELETE('/api/v1/oidc/{id}', at(id)));
}
