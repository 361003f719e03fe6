import type { BootstrappedAdmin } from '@rollcall/agents';

/** What a person reads after the first start: how to get in, and a first call to paste. */
export function firstStartText(publicUrl: string, { email, pair: { key, secret } }: BootstrappedAdmin): string {
  return `
The admin ${email} was created. Its credentials are shown this once:
  API key:    ${key}
  API secret: ${secret}

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
