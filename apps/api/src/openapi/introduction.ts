/** What a reader of the API's description reads first, in Markdown. */
export const INTRODUCTION = `
Rollcall is the agent directory of a support platform: it creates the agents who answer, puts them in teams, gives them roles and
credentials, welcomes them by mail, and takes everything away again when they leave.

## Windows

The same agents are seen through several windows. Each has its own form of answers and errors.

| window     | paths                                    | for                                             |
| ---------- | ---------------------------------------- | ----------------------------------------------- |
| Helpdesk   | \`/api/v1\`, but for those of the next row | programs written for a Libredesk server         |
| Live-agent | \`/api/v1/user\`, \`/api/v1/agency\`         | programs written for an Insighto.ai server      |
| SCIM       | \`/scim/v2\`                               | identity providers such as Entra ID and Okta    |

## Authenticate

Each call takes a key of an agent, in one of these forms, or the session of a browser that has signed in:

- a pair, as \`Authorization: Basic\` with \`api_key\` as the user name and \`api_secret\` as the password, or as
  \`Authorization: token api_key:api_secret\`;
- a bearer key, as \`Authorization: Bearer in-…\`, as \`X-API-Key: in-…\`, or as \`?api_key=in-…\` (a key in a URL ends up in logs).

The first start prints a key of the System agent. More are made by \`POST /api/v1/agents/{id}/api-keys\`.

## A first call

\`\`\`sh
curl --user <api_key>:<api_secret> http://127.0.0.1:8080/api/v1/agents/me
\`\`\`

## Errors and retries

An answer from 400 on says what is wrong and what to do. Its header \`X-Request-Id\` finds the request in the logs and in the activity
log. An unknown path answers 404; a method that the path does not support answers 405 with \`Allow\`. A change may carry an
\`Idempotency-Key\`: sent again with the same key, it is answered as the first time and does nothing twice.
`.trim();
