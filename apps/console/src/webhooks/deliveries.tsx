import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { type Delivery, deliveriesQuery, redeliver, type Redelivery, type Webhook, WEBHOOKS } from '../api/webhooks.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { DataTable } from '../ui/data-table.js';
import { Choice } from '../ui/field.js';
import { OlderButton } from '../ui/older-button.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { deliveryColumns } from './delivery-columns.js';
import { RedeliverDialog } from './redeliver.dialog.js';

type Shown = Delivery['state'] | 'all';

/** What was sent to a webhook and is to be sent, and sent again when somebody asks for that. */
export function Deliveries({ webhook }: { readonly webhook: Webhook }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const [shown, setShown] = useState<Shown>('all');
  const [asked, setAsked] = useState(false);
  const list = useInfiniteQuery(deliveriesQuery(webhook, shown === 'all' ? null : shown));
  const { data, error, refetch } = list;
  const again = useMutation({
    mutationFn: (which: Redelivery) => redeliver(webhook.id, which),
    onSuccess: () => queries.invalidateQueries({ queryKey: WEBHOOKS }),
  });
  const { mutate } = again;
  const columns = useMemo(
    () =>
      deliveryColumns(texts, (delivery) => {
        mutate({ delivery_id: delivery.id });
      }),
    [texts, mutate],
  );
  return (
    <div className="flex flex-col items-start gap-3 *:w-full">
      <div className="flex flex-wrap items-center gap-2">
        <div className="w-44">
          <Choice<Shown>
            aria-label={texts.agents.columns.enabled}
            value={shown}
            options={{ all: texts.common.all, ...texts.webhooks.states }}
            onValue={setShown}
          />
        </div>
        <Button
          busy={again.isPending}
          onClick={() => {
            mutate({ failed: true });
          }}
        >
          {texts.webhooks.redeliverFailed}
        </Button>
        <Button
          onClick={() => {
            setAsked(true);
          }}
        >
          {texts.webhooks.redeliverSpan}
        </Button>
        <span role="status" className="text-soft">
          {again.data !== undefined && texts.webhooks.redelivered(again.data)}
        </span>
      </div>
      {again.error && !asked && <ProblemNote error={again.error} />}
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <DataTable
          label={texts.webhooks.deliveries}
          columns={columns}
          rows={data.pages.flat()}
          rowId={(delivery) => String(delivery.id)}
          empty={
            <EmptyState title={shown === 'all' ? texts.webhooks.noDeliveries : texts.common.nothingFound}>
              {shown === 'all' && texts.webhooks.noDeliveriesHow}
            </EmptyState>
          }
        />
      )}
      <OlderButton list={list}>{texts.webhooks.older}</OlderButton>
      {asked && (
        <RedeliverDialog
          run={(span) => again.mutateAsync(span)}
          onClose={() => {
            if (again.isError) again.reset();
            setAsked(false);
          }}
        />
      )}
    </div>
  );
}
