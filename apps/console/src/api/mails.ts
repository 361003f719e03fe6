import { queryOptions } from '@tanstack/react-query';

import { welcomeAgent } from './agents.js';
import { api, answerTo, type Schemas } from './client.js';
import { requestReset } from './session.js';

export type Mail = Schemas['MailDto'];

/** How often a mail that is under way is looked at, in milliseconds. */
const LOOK_MS = 2_000;

export const mailsQuery = (agentId: number) =>
  queryOptions({
    queryKey: ['mails', agentId],
    queryFn: () => answerTo(api.GET('/api/v1/agents/{id}/mails', { params: { path: { id: agentId } } })),
    refetchInterval: ({ state: { data } }) => (data?.some(({ status }) => status === 'queued') ? LOOK_MS : false),
  });

/** Whether the mail brings a link, of which there can be a fresh one. */
export function canBeSentAgain({ template }: Mail): boolean {
  return template === 'welcome' || template === 'reset-password';
}

/** Sends a fresh mail of the same kind, with a new link. */
export async function sendAgain(agentId: number, { template, to }: Mail): Promise<void> {
  await (template === 'welcome' ? welcomeAgent(agentId) : requestReset(to));
}
