import { queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';

/** Somebody's way in by a browser. */
export type Session = Schemas['SessionDto'];

/** Whose sessions: those of whoever is signed in, or of the agent with this id. */
export type SessionOwner = 'me' | number;

export const sessionsQuery = (owner: SessionOwner) =>
  queryOptions({
    queryKey: ['sessions', owner],
    queryFn: () =>
      answerTo(
        owner === 'me'
          ? api.GET('/api/v1/auth/sessions')
          : api.GET('/api/v1/agents/{id}/sessions', { params: { path: { id: owner } } }),
      ),
  });

export async function endSession(owner: SessionOwner, id: number): Promise<void> {
  await answerTo(
    owner === 'me'
      ? api.DELETE('/api/v1/auth/sessions/{id}', { params: { path: { id } } })
      : api.DELETE('/api/v1/agents/{id}/sessions/{sessionId}', { params: { path: { id: owner, sessionId: id } } }),
  );
}

/** Ends all of them but the one of this browser. */
export async function endAllSessions(owner: SessionOwner): Promise<void> {
  await answerTo(
    owner === 'me'
      ? api.DELETE('/api/v1/auth/sessions')
      : api.DELETE('/api/v1/agents/{id}/sessions', { params: { path: { id: owner } } }),
  );
}
