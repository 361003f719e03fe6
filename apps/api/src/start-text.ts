import type { BootstrappedAdmin } from '@rollcall/agents';

/** What a person reads when the api is up: where it is and, on the first start, how to get in. */
export function startText(publicUrl: string, admin: BootstrappedAdmin | null): string {
  const lines = ['', `Rollcall is up at ${publicUrl} (API description: ${publicUrl}/docs)`];
  if (admin?.random) {
    const { key, secret } = admin.pair;
    lines.push(
      '',
      `The admin ${admin.email} was created. Its credentials are shown this once:`,
      `  API key:    ${key}`,
      `  API secret: ${secret}`,
      '',
      'Create an agent and have it welcomed by mail:',
      '',
      `curl --request POST \\`,
      `--url ${publicUrl}/api/v1/agents \\`,
      `--header 'Authorization: Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}' \\`,
      `--header 'Content-Type: application/json' \\`,
      `--data '{
"first_name": "John",
"last_name": "Doe",
"email": "john.doe@example.com",
"send_welcome_email": true,
"teams": [],
"enabled": true,
"role": "Agent"
}'`,
    );
  }
  return [...lines, '', ''].join('\n');
}
