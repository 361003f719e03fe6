import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { Problem } from '../api/problem.js';
import {
  createWebhook,
  type EventType,
  updateWebhook,
  type Webhook,
  type WebhookBody,
  WEBHOOKS,
} from '../api/webhooks.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { CheckField, TextField } from '../ui/field.js';
import { ProblemNote } from '../ui/problem-note.js';
import { hasSameNames } from '../ui/same-names.js';
import { useUnsaved } from '../ui/use-unsaved.js';
import { EVENT_TYPES } from './event-types.js';

/** For receivers that were written for the peer. */
const PEER_HEADER = 'X-Libredesk-Signature';

/** What an address begins with, before one is filled in. */
const NO_URL = 'https://';

interface WebhookFormProps {
  /** Null for a new one. */
  readonly webhook: Webhook | null;
  readonly onCreated?: (issued: Webhook) => void;
}

/** A webhook as it is filled in. */
export function WebhookForm({ webhook, onCreated }: WebhookFormProps) {
  const texts = useTexts();
  const queries = useQueryClient();
  const [name, setName] = useState(webhook?.name ?? '');
  const [url, setUrl] = useState(webhook?.url ?? NO_URL);
  const [events, setEvents] = useState<readonly EventType[]>(webhook?.events ?? []);
  const [peer, setPeer] = useState(webhook?.headers.includes(PEER_HEADER) ?? false);
  const saving = useMutation({
    mutationFn: () => {
      const body: WebhookBody = {
        name: name.trim(),
        url: url.trim(),
        events: [...events],
        headers: peer ? [PEER_HEADER] : [],
        is_active: webhook?.is_active ?? true,
      };
      return webhook ? updateWebhook(webhook.id, body) : createWebhook(body);
    },
    onSuccess: async (saved) => {
      onCreated?.(saved);
      await queries.invalidateQueries({ queryKey: WEBHOOKS });
    },
  });
  const isChanged =
    name.trim() !== (webhook?.name ?? '') ||
    url.trim() !== (webhook?.url ?? NO_URL) ||
    !hasSameNames(events, webhook?.events ?? []) ||
    peer !== (webhook?.headers.includes(PEER_HEADER) ?? false);
  // A new one that was made stays filled in while its secret is shown.
  const isMade = !webhook && saving.isSuccess;
  const { question } = useUnsaved(isChanged && !saving.isPending && !isMade);
  const refused = saving.error instanceof Problem ? saving.error.fields : {};
  return (
    <form
      className="flex max-w-3xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      {question}
      {saving.error && <ProblemNote error={saving.error} />}
      <TextField
        label={texts.keys.name}
        hint={texts.webhooks.nameHint}
        required
        maxLength={255}
        value={name}
        error={refused.name}
        onValue={setName}
      />
      <TextField
        label={texts.webhooks.url}
        hint={texts.webhooks.urlHint}
        required
        type="url"
        maxLength={2048}
        value={url}
        error={refused.url}
        onValue={setUrl}
      />
      <EventChecks chosen={events} error={refused.events} onChosen={setEvents} />
      <CheckField label={texts.webhooks.peer} hint={texts.webhooks.peerHint} checked={peer} onValue={setPeer} />
      <div className="flex items-center gap-3">
        <Button type="submit" look="main" busy={saving.isPending} disabled={events.length === 0}>
          {webhook ? texts.common.save : texts.webhooks.create}
        </Button>
        <span role="status" className="text-soft">
          {webhook && saving.isSuccess && texts.common.saved}
        </span>
      </div>
    </form>
  );
}

interface EventChecksProps {
  readonly chosen: readonly EventType[];
  readonly error: string | undefined;
  readonly onChosen: (events: readonly EventType[]) => void;
}

/** Of which events it is told. */
function EventChecks({ chosen, error, onChosen }: EventChecksProps) {
  const { webhooks: texts } = useTexts();
  const all = chosen.length === EVENT_TYPES.length;
  return (
    <fieldset className="rounded-lg border border-line bg-surface px-3 py-2">
      <legend className="px-1 text-sm font-medium">{texts.events}</legend>
      {error && <p className="text-sm text-bad">{error}</p>}
      <div className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-3">
        <label className="col-span-full flex min-h-7 items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={all}
            onChange={() => {
              onChosen(all ? [] : EVENT_TYPES);
            }}
          />
          {texts.allEvents}
        </label>
        {EVENT_TYPES.map((type) => (
          <label key={type} className="flex min-h-7 items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={chosen.includes(type)}
              onChange={({ target }) => {
                onChosen(EVENT_TYPES.filter((other) => (other === type ? target.checked : chosen.includes(other))));
              }}
            />
            <code className="min-w-0 truncate font-mono text-sm">{type}</code>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
