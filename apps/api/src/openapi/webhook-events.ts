import type { OpenAPIObject } from '@nestjs/swagger';
import { EVENT_TYPES, type EventType, TEST_EVENT } from '@rollcall/events';

type Webhooks = NonNullable<OpenAPIObject['webhooks']>;

/** What each event tells. */
const SUMMARIES: Readonly<Record<EventType | typeof TEST_EVENT, string>> = {
  'agent.created': 'An agent was created',
  'agent.updated': 'Fields of an agent were changed that no other event tells',
  'agent.deleted': 'An agent was deleted',
  'agent.enabled': 'An agent may sign in and use its keys again',
  'agent.disabled': 'An agent may no longer sign in or use its keys',
  'agent.availability_changed': 'An agent is available, away or offline now',
  'agent.password_changed': 'An agent has a new password, which the event does not tell',
  'api_key.created': 'An agent got a key',
  'api_key.rotated': 'A key got a new secret, which the event does not tell',
  'api_key.revoked': 'A key was revoked',
  'team.created': 'A team was created',
  'team.updated': 'A team was changed',
  'team.deleted': 'A team was deleted',
  'role.created': 'A role was created',
  'role.updated': 'A role was changed',
  'role.deleted': 'A role was deleted',
  'import.finished': 'An import has gone through all of its rows, or was cancelled',
  'billing.plan_changed': 'An agent is on another plan',
  'billing.subscription_changed': 'The state of a subscription at Stripe has changed',
  'credits.exhausted': 'An agent has used the last of its credits of one kind',
  [TEST_EVENT]: 'Somebody tries a webhook; sent to that webhook alone',
};

const header = (name: string, required: boolean, description: string) =>
  ({ name, in: 'header', required, description, schema: { type: 'string' } }) as const;

/** How a receiver knows the sender, after the Standard Webhooks specification (https://www.standardwebhooks.com). */
const HEADERS = [
  header('webhook-id', true, 'The id of the event; the same when it is sent again'),
  header('webhook-timestamp', true, 'When it was sent, in seconds since 1970'),
  header(
    'webhook-signature',
    true,
    '`v1,` and the HMAC-SHA256 of id, timestamp and body in Base64; two of them, with a space between, while a secret is rotated',
  ),
  header(
    'X-Libredesk-Signature',
    false,
    '`sha256=` and the HMAC-SHA256 of the body in hex, for webhooks that ask for it',
  ),
];

/** The requests that webhooks send, one for each event. */
export function webhookEvents(): Webhooks {
  return Object.fromEntries(
    ([...EVENT_TYPES, TEST_EVENT] as const).map((event) => [
      event,
      {
        post: {
          operationId: `event_${event.replace('.', '_')}`,
          tags: ['Webhooks'],
          summary: SUMMARIES[event],
          security: [],
          parameters: HEADERS,
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/EventDto' },
                    { type: 'object', properties: { event: { type: 'string', enum: [event] } } },
                  ],
                },
              },
            },
          },
          responses: {
            '2XX': { description: 'The receiver has the event' },
            default: { description: 'Anything else is a failure, and the event is sent again for 24 hours' },
          },
        },
      },
    ]),
  );
}
