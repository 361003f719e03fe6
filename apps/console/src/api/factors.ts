import { queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';
import type { Me } from './session.js';

export type SecondFactor = Schemas['SecondFactorDto'];
export type BegunFactor = Schemas['BegunFactorDto'];

/** Whose second factors: those of whoever is signed in, or of the agent with this id. */
export type FactorOwner = 'me' | number;

export const factorsQuery = (owner: FactorOwner) =>
  queryOptions({
    queryKey: ['second-factors', owner],
    queryFn: () =>
      answerTo(
        owner === 'me'
          ? api.GET('/api/v1/agents/me/second-factors')
          : api.GET('/api/v1/agents/{id}/second-factors', { params: { path: { id: owner } } }),
      ),
  });

/** Completes the sign-in of this browser, whose password was right. */
export async function showFactorToSignIn(code: string): Promise<Me> {
  return answerTo(api.POST('/api/v1/auth/second-factor', { body: { code } }));
}

/** Shows the second factor again, which counts for ten minutes. */
export async function stepUp(code: string): Promise<void> {
  await answerTo(api.POST('/api/v1/auth/step-up', { body: { code } }));
}

/** Begins to set up an app. */
export async function beginFactor(name: string): Promise<BegunFactor> {
  return answerTo(api.POST('/api/v1/agents/me/second-factors/totp', { body: { name } }));
}

/** Confirms an app by its first code. Returns the recovery codes that come with the first one. */
export async function confirmFactor(id: number, code: string): Promise<readonly string[]> {
  const params = { path: { id } };
  const confirmed = await answerTo(
    api.POST('/api/v1/agents/me/second-factors/{id}/confirm', { params, body: { code } }),
  );
  return confirmed.recovery_codes;
}

export async function renameFactor(id: number, name: string): Promise<void> {
  await answerTo(api.PUT('/api/v1/agents/me/second-factors/{id}', { params: { path: { id } }, body: { name } }));
}

export async function removeFactor(id: number): Promise<void> {
  await answerTo(api.DELETE('/api/v1/agents/me/second-factors/{id}', { params: { path: { id } } }));
}

/** Makes new recovery codes instead of those before. */
export async function renewRecoveryCodes(): Promise<readonly string[]> {
  return (await answerTo(api.POST('/api/v1/agents/me/recovery-codes'))).recovery_codes;
}

/** Removes all second factors of an agent. */
export async function resetFactors(agentId: number): Promise<void> {
  await answerTo(api.DELETE('/api/v1/agents/{id}/second-factors', { params: { path: { id: agentId } } }));
}

export const roleFactorQuery = (roleId: number) =>
  queryOptions({
    queryKey: ['role-second-factor', roleId],
    queryFn: () => answerTo(api.GET('/api/v1/roles/{id}/second-factor', { params: { path: { id: roleId } } })),
  });

/** Says from when on holders of a role need a second factor; null for never. */
export async function needFactor(roleId: number, from: string | null): Promise<void> {
  const params = { path: { id: roleId } };
  await answerTo(api.PUT('/api/v1/roles/{id}/second-factor', { params, body: { needed_from: from } }));
}
