import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { type AgentBilling, billingQuery } from '../api/billing.js';
import { useLocale, useTexts } from '../shell/preferences.js';
import { Details } from '../ui/details.js';
import { Choice } from '../ui/field.js';
import { AlertIcon } from '../ui/icons.js';
import { ProblemNote } from '../ui/problem-note.js';
import { LoadingState } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { CreditChart } from './credit-chart.js';
import { daysOfCredit } from './days-of-credit.js';
import { Ledger } from './ledger.js';
import { SubscriptionState } from './subscription-state.js';

/** What an agent pays, as Stripe sees it, and what is left of its credits. */
export function BillingTab({ agentId }: { readonly agentId: number }) {
  const texts = useTexts();
  const { data, error, refetch } = useQuery(billingQuery(agentId));
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <div className="flex max-w-5xl flex-col gap-6">
      {data.stripe_problem !== null && (
        <p className="flex gap-2.5 rounded-md border border-warn bg-warn-tint px-3 py-2.5 text-warn">
          <AlertIcon />
          <span className="break-words text-ink">{data.stripe_problem}</span>
        </p>
      )}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
        <Account billing={data} />
        {data.balance.length > 0 && <CreditPanel billing={data} />}
      </div>
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold">{texts.billing.ledger}</h2>
        <Ledger agentId={agentId} />
      </section>
    </div>
  );
}

function Account({ billing }: { readonly billing: AgentBilling }) {
  const { billing: texts, common } = useTexts();
  const rows = [
    [texts.plan, billing.active_plan_name ?? common.none],
    [texts.nextPlan, billing.next_plan_name ?? '–'],
    [texts.nextCycle, <Time key="cycle" at={billing.next_credits_refresh} />],
    [texts.customer, billing.stripe_customer_id ?? '–'],
    [texts.subscription, <SubscriptionState key="subscription" status={billing.stripe_subscription_status} />],
    [texts.lastPayment, <Time key="payment" at={billing.stripe_last_payment_date} />],
    [texts.synced, <Time key="synced" at={billing.stripe_synced_at} />],
  ] as const;
  return (
    <div className="h-fit rounded-lg border border-line bg-surface p-4">
      <Details rows={rows} />
    </div>
  );
}

/** One credit at a time, the first one at first. */
function CreditPanel({ billing }: { readonly billing: AgentBilling }) {
  const texts = useTexts();
  const locale = useLocale();
  const [chosen, setChosen] = useState('');
  const shown = billing.balance.find(({ credit }) => credit === chosen) ?? billing.balance[0];
  if (!shown) return null;
  return (
    <section className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-lg font-semibold">
          {texts.billing.left(new Intl.NumberFormat(locale).format(shown.left), shown.credit)}
        </h2>
        {billing.balance.length > 1 && (
          <div className="w-40">
            <Choice<string>
              aria-label={texts.billing.credit}
              value={shown.credit}
              options={Object.fromEntries(billing.balance.map(({ credit }) => [credit, credit]))}
              onValue={setChosen}
            />
          </div>
        )}
      </div>
      <CreditChart credit={shown.credit} days={daysOfCredit(billing.days, shown.credit, new Date())} />
    </section>
  );
}
