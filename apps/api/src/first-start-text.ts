import type { AdminCredentials, NewAdminKeys } from '@rollcall/agents';
import type { ApiKeyPair } from '@rollcall/auth';

/** Whether credentials were made that nobody knows yet. */
export function hasNews({ pair, token }: NewAdminKeys): boolean {
  return pair !== null || token !== null;
}

/**
 * The text after the first start: the new credentials, the link with this token if there is one, and a first call to paste.
 * Empty if no credentials were made.
 */
export function firstStartText(publicUrl: string, keys: NewAdminKeys, link: string | null): string {
  if (!hasNews(keys)) return '';
  return `${credentialsText(keys)}${link ? linkText(publicUrl, link) : ''}${keys.pair ? firstCall(publicUrl, keys.pair) : ''}
`;
}

/** A browser sends nothing behind the `#`, so the token is in no server's log. */
function linkText(publicUrl: string, token: string): string {
  return `
Open the console as the admin. The link works once, within an hour, on this machine:

${publicUrl}/console/sign-in#link=${token}
`;
}

/** The same after a reset, without the first call. */
export function resetText(credentials: AdminCredentials): string {
  return `${credentialsText(credentials)}
The previous keys no longer work. Give the new ones to the programs that use the admin's keys.
`;
}

function credentialsText({ email, pair, token }: NewAdminKeys): string {
  const credentials = [
    ...(pair ? [`  API key:    ${pair.key}`, `  API secret: ${pair.secret}`] : []),
    ...(token ? [`  Token:      ${token}`] : []),
  ];
  return `
The admin is ${email}. Its new credentials are shown this once:
${credentials.join('\n')}
`;
}

function firstCall(publicUrl: string, { key, secret }: ApiKeyPair): string {
  return `
Create an agent and have it welcomed by mail:

curl --request POST \\
--url ${publicUrl}/api/v1/agents \\
--header 'Authorization: Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}' \\
--header 'Content-Type: application/json' \\
--data '{
"first_name": "John",
"last_name": "Doe",
"email": "john.doe@example.com",
"send_welcome_email": true,
"teams": [],
"enabled": true,
"role": "Agent"
}'
`;
}
