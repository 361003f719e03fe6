import type { Delivery } from '../api/webhooks.js';
import type { Texts } from '../texts/en.js';
import { Button } from '../ui/button.js';
import { columnsOf } from '../ui/data-table.js';
import { PlainText } from '../ui/plain-text.js';
import { Time } from '../ui/time.js';
import { DeliveryState } from './webhook-states.js';

const column = columnsOf<Delivery>();

/** Of a table of deliveries: each with what was sent and answered, and a way to send it again. */
export function deliveryColumns(texts: Texts, onAgain: (delivery: Delivery) => void) {
  const { webhooks, agents, mails } = texts;
  return column.columns([
    column.display({
      id: 'event',
      header: webhooks.event,
      cell: ({ row }) => <Told delivery={row.original} texts={texts} />,
    }),
    column.display({
      id: 'state',
      header: agents.columns.enabled,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <DeliveryState state={row.original.state} />,
    }),
    column.display({
      id: 'status',
      header: webhooks.status,
      meta: { wide: true, narrow: true },
      cell: ({ row: { original } }) => original.status ?? '–',
    }),
    column.accessor('attempts', { id: 'attempts', header: mails.attempts, meta: { wide: true, narrow: true } }),
    column.display({
      id: 'took',
      header: webhooks.took,
      meta: { wide: true, narrow: true },
      cell: ({ row: { original } }) => (original.duration_ms === null ? '–' : `${original.duration_ms} ms`),
    }),
    column.display({
      id: 'attempted',
      header: webhooks.attempted,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <Time at={row.original.attempted_at} />,
    }),
    column.display({
      id: 'again',
      header: agents.actions.title,
      meta: { narrow: true },
      cell: ({ row: { original: delivery } }) =>
        delivery.state !== 'pending' && (
          <Button
            size="small"
            onClick={() => {
              onAgain(delivery);
            }}
          >
            {mails.again}
          </Button>
        ),
    }),
  ]);
}

/** The event, and when it is opened the whole of what was sent and what came back. */
function Told({ delivery, texts }: { readonly delivery: Delivery; readonly texts: Texts }) {
  const { webhooks } = texts;
  return (
    <details className="min-w-0 whitespace-normal">
      <summary>
        <code className="font-mono text-sm">{delivery.request.event}</code>{' '}
        <span className="text-sm text-soft">
          <Time at={delivery.request.timestamp} />
        </span>
        <span className="block text-sm md:hidden">
          <DeliveryState state={delivery.state} />
        </span>
        {delivery.error !== null && <span className="block text-sm break-words text-bad">{delivery.error}</span>}
      </summary>
      <div className="flex flex-col gap-2 py-2 text-sm">
        {delivery.next_attempt_at !== null && (
          <p>
            {webhooks.next} <Time at={delivery.next_attempt_at} />
          </p>
        )}
        {delivery.url !== null && <p className="break-all">POST {delivery.url}</p>}
        <PlainText name={webhooks.request} text={JSON.stringify(delivery.request, null, 2)} />
        {delivery.answer !== null && <PlainText name={webhooks.answer} text={delivery.answer} />}
        {delivery.attempts_made.length > 0 && <Attempts made={delivery.attempts_made} texts={texts} />}
      </div>
    </details>
  );
}

/** The last attempts, the newest first: when each was, how long it took, and what came of it. */
function Attempts({ made, texts }: { readonly made: Delivery['attempts_made']; readonly texts: Texts }) {
  const { webhooks } = texts;
  return (
    <section>
      <h3 className="font-medium">{webhooks.attemptsMade}</h3>
      <ol className="list-inside list-disc">
        {made.toReversed().map(({ attempted_at: at, duration_ms: took, status, error }) => (
          <li key={at} className="break-words">
            <Time at={at} /> · {took} ms · {error ?? webhooks.taken(status)}
          </li>
        ))}
      </ol>
    </section>
  );
}
