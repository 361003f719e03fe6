import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import {
  deleteWebhook,
  rotateWebhook,
  testWebhook,
  toggleWebhook,
  type Webhook,
  webhookQuery,
  WEBHOOKS,
} from '../api/webhooks.js';
import { Countdown } from '../keys/countdown.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { ProblemNote } from '../ui/problem-note.js';
import { RotateDialog } from '../ui/rotate-dialog.js';
import { SecretDialog } from '../ui/secret-dialog.js';
import { LoadingState } from '../ui/states.js';
import { Deliveries } from './deliveries.js';
import { WebhookForm } from './webhook-form.js';
import { WebhookState } from './webhook-states.js';

const route = getRouteApi('/inside/webhooks/$id');

/** One webhook with what was sent to it, or a new one. */
export function WebhookPage() {
  const texts = useTexts();
  const { id } = route.useParams();
  const isNew = id === 'new';
  const [issued, setIssued] = useState<Webhook | null>(null);
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({ ...webhookQuery(Number(id)), enabled: !isNew });
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data && !isNew) return <LoadingState />;
  return (
    <>
      {data ? (
        <Existing key={data.id} webhook={data} onIssued={setIssued} />
      ) : (
        <Page title={texts.webhooks.new}>
          <WebhookForm webhook={null} onCreated={setIssued} />
        </Page>
      )}
      {issued && (
        <SecretDialog
          title={texts.webhooks.issued(issued.name)}
          parts={[[texts.keys.secret, issued.secret]]}
          onClose={() => {
            setIssued(null);
            if (isNew) void navigate({ to: '/webhooks/$id', params: { id: String(issued.id) }, replace: true });
          }}
        />
      )}
    </>
  );
}

interface ExistingProps {
  readonly webhook: Webhook;
  readonly onIssued: (webhook: Webhook) => void;
}

function Existing({ webhook, onIssued }: ExistingProps) {
  const texts = useTexts();
  return (
    <Page title={webhook.name} actions={<Acts webhook={webhook} onIssued={onIssued} />}>
      <p className="-mt-2 flex flex-wrap gap-x-4">
        <WebhookState webhook={webhook} />
        {webhook.previous_secret_until !== null && (
          <Countdown until={webhook.previous_secret_until}>
            {(left) => <span className="text-soft">{texts.keys.previousEnds(left)}</span>}
          </Countdown>
        )}
      </p>
      <WebhookForm webhook={webhook} />
      <section className="flex flex-col gap-3 border-t border-line pt-4">
        <h2 className="text-lg font-semibold">{texts.webhooks.deliveries}</h2>
        <Deliveries webhook={webhook} />
      </section>
    </Page>
  );
}

/** What is done with a webhook beside changing it. */
function Acts({ webhook, onIssued }: ExistingProps) {
  const texts = useTexts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'delete' | 'rotate' | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: WEBHOOKS });
  const acting = useMutation({
    mutationFn: (act: (id: number) => Promise<void>) => act(webhook.id),
    onSuccess: refresh,
  });
  const ask = (what: typeof asked) => () => {
    setAsked(what);
  };
  const act = (what: (id: number) => Promise<void>) => () => {
    acting.mutate(what);
  };
  return (
    <>
      {acting.error && <ProblemNote error={acting.error} />}
      {webhook.is_active && (
        <Button busy={acting.isPending} onClick={act(testWebhook)}>
          {texts.webhooks.test}
        </Button>
      )}
      <Button busy={acting.isPending} onClick={act(toggleWebhook)}>
        {webhook.is_active ? texts.webhooks.switchOff : texts.webhooks.switchOn}
      </Button>
      <Button onClick={ask('rotate')}>{texts.webhooks.rotate}</Button>
      <Button look="danger" onClick={ask('delete')}>
        {texts.common.delete}
      </Button>
      {asked === 'rotate' && (
        <RotateDialog
          title={texts.keys.rotateTitle(webhook.name)}
          hint={texts.webhooks.overlapHint}
          rotate={(seconds) => rotateWebhook(webhook.id, seconds)}
          onIssued={(issued) => {
            setAsked(null);
            onIssued(issued);
            void refresh();
          }}
          onClose={ask(null)}
        />
      )}
      {asked === 'delete' && (
        <Confirm
          title={texts.webhooks.deleteTitle(webhook.name)}
          consequence={texts.webhooks.deleteHow}
          act={texts.common.delete}
          run={async () => {
            await deleteWebhook(webhook.id);
            await navigate({ to: '/webhooks', ignoreBlocker: true });
            await refresh();
          }}
          onClose={ask(null)}
        />
      )}
    </>
  );
}
