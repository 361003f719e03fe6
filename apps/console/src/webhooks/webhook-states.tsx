import type { Delivery, Webhook } from '../api/webhooks.js';
import { useTexts } from '../shell/preferences.js';
import { State } from '../ui/badge.js';
import { Time } from '../ui/time.js';

/** Whether events are sent to a webhook, and whether it takes them. */
export function WebhookState({ webhook }: { readonly webhook: Webhook }) {
  const { webhooks: texts } = useTexts();
  if (!webhook.is_active)
    return (
      <State tone="bad" shape="cross">
        {texts.off}
      </State>
    );
  if (webhook.failing_since === null)
    return (
      <State tone="good" shape="full">
        {texts.on}
      </State>
    );
  return (
    <State tone="warn" shape="half">
      {texts.failing} <Time at={webhook.failing_since} />
    </State>
  );
}

const LOOKS = {
  pending: { tone: 'warn', shape: 'half' },
  delivered: { tone: 'good', shape: 'full' },
  failed: { tone: 'bad', shape: 'cross' },
} as const satisfies Record<Delivery['state'], object>;

/** What became of a delivery. */
export function DeliveryState({ state }: { readonly state: Delivery['state'] }) {
  const { webhooks: texts } = useTexts();
  return <State {...LOOKS[state]}>{texts.states[state]}</State>;
}
