import type { AdminCredentials, NewAdminKeys } from '@rollcall/agents';
import type { ApiKeyPair } from '@rollcall/auth';

/** What a person reads after the first start: how to get in, and a first call to paste. Empty when there is no news. */
export function firstStartText(publicUrl: string, keys: NewAdminKeys): string {
  if (!keys.pair && !keys.token) return '';
  return `${credentialsText(keys)}${keys.pair ? firstCall(publicUrl, keys.pair) : ''}
`;
}

/** The same after a reset, without the first call. */
export function resetText(credentials: AdminCredentials): string {
  return `${credentialsText(credentials)}
The keys before them are no longer good; put these where programs use the admin's.
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
