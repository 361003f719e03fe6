import { api, answerTo } from './client.js';
import { fileForm } from './file-form.js';

/** Whose avatar: that of whoever is signed in, or of the agent with this id. */
export type AvatarOwner = 'me' | number;

export async function setAvatar(owner: AvatarOwner, image: File): Promise<void> {
  const sent = { body: { files: '' }, bodySerializer: fileForm('files', image) };
  await answerTo(
    owner === 'me'
      ? api.PUT('/api/v1/agents/me', sent)
      : api.PUT('/api/v1/agents/{id}/avatar', { ...sent, params: { path: { id: owner } } }),
  );
}

export async function removeAvatar(owner: AvatarOwner): Promise<void> {
  await answerTo(
    owner === 'me'
      ? api.DELETE('/api/v1/agents/me/avatar')
      : api.DELETE('/api/v1/agents/{id}/avatar', { params: { path: { id: owner } } }),
  );
}
