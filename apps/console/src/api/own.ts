import type { Availability } from './agents.js';
import { api, answerTo } from './client.js';

/** Gives the caller another name. Only the live-agent window lets everybody do so, and it has ids of its own. */
export async function changeName(name: { readonly first_name: string; readonly last_name: string }): Promise<void> {
  const { id } = await answerTo(api.GET('/api/v1/user'));
  await answerTo(api.PUT('/api/v1/user/{user_id}', { params: { path: { user_id: id } }, body: name }));
}

export async function setAvailability(status: Availability): Promise<void> {
  await answerTo(api.PUT('/api/v1/agents/me/availability', { body: { status } }));
}

/** Sets the caller's password, which ends all its other sessions. */
export async function changePassword(current: string, password: string): Promise<void> {
  await answerTo(
    api.PUT('/api/v1/agents/me/password', { body: { current_password: current, new_password: password } }),
  );
}
