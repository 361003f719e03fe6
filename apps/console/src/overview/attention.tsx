import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { Overview } from '../api/overview.js';
import { useTexts } from '../shell/preferences.js';
import { State } from '../ui/badge.js';
import { AlertIcon } from '../ui/icons.js';
import { Time } from '../ui/time.js';
import { WebhookState } from '../webhooks/webhook-states.js';
import { type Concern, concernsOf } from './concerns.js';

/** What somebody has to look after, each with the way there; a word where there is nothing. */
export function Attention({ overview, now }: { readonly overview: Overview; readonly now: number }) {
  const { overview: texts } = useTexts();
  const concerns = concernsOf(overview, now);
  if (concerns.length === 0)
    return (
      <p>
        <State tone="good" shape="full">
          {texts.allWell}
        </State>
      </p>
    );
  return (
    <section className="flex flex-col gap-2 rounded-lg border border-warn bg-warn-tint p-4">
      <h2 className="flex items-center gap-2 font-semibold text-warn">
        <AlertIcon />
        {texts.attention}
      </h2>
      <ul className="flex flex-col gap-1">
        {concerns.map((concern) => (
          <li key={concern.about === 'webhook' ? `webhook-${concern.webhook.id}` : concern.about} className="min-w-0">
            <Worded concern={concern} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Worded({ concern }: { readonly concern: Concern }): ReactNode {
  const { overview: texts } = useTexts();
  switch (concern.about) {
    case 'jobs':
      return (
        <Link to="/jobs" search={{ state: 'failed' }} className="text-accent hover:underline">
          {texts.failedJobs(concern.count)}
        </Link>
      );
    case 'mails':
      return texts.failedMails(concern.count);
    case 'stripe':
      return (
        <Link to="/billing-accounts" search={{ problem: true }} className="text-accent hover:underline">
          {texts.stripeProblems(concern.count)}
        </Link>
      );
    case 'chain':
      return (
        <Link to="/activity" className="text-accent hover:underline">
          {texts.notSealed(concern.count)} <Time at={concern.since} />
        </Link>
      );
    case 'webhook':
      return (
        <span className="flex flex-wrap items-center gap-x-3">
          <Link
            to="/webhooks/$id"
            params={{ id: String(concern.webhook.id) }}
            className="min-w-0 truncate text-accent hover:underline"
          >
            <bdi>{concern.webhook.name}</bdi>
          </Link>
          <WebhookState webhook={concern.webhook} />
        </span>
      );
  }
}
