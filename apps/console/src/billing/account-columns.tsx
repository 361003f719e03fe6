import { Link } from '@tanstack/react-router';

import type { BillingAccount } from '../api/billing.js';
import type { Texts } from '../texts/en.js';
import { State, Tag } from '../ui/badge.js';
import { columnsOf } from '../ui/data-table.js';
import { Time } from '../ui/time.js';
import { SubscriptionState } from './subscription-state.js';

const column = columnsOf<BillingAccount>();

/** Of a table of billing accounts. `linked`: whether the caller may see the pages of agents. */
export function accountColumns({ billing, agents }: Texts, locale: string, linked: boolean) {
  const number = new Intl.NumberFormat(locale);
  return column.columns([
    column.display({
      id: 'agent',
      header: billing.agent,
      cell: ({ row: { original: account } }) => (
        <>
          {linked ? (
            <Link
              to="/agents/$id"
              params={{ id: String(account.agent_id) }}
              search={{ tab: 'billing' }}
              className="font-medium text-accent hover:underline max-md:inline-block max-md:max-w-52 max-md:truncate"
            >
              <bdi>{account.agent_name}</bdi>
            </Link>
          ) : (
            <bdi className="font-medium">{account.agent_name}</bdi>
          )}
          <span className="block max-w-52 truncate text-sm text-soft md:hidden">{account.active_plan_name}</span>
        </>
      ),
    }),
    column.accessor('agent_email', { id: 'email', header: agents.columns.email, meta: { wide: true } }),
    column.display({
      id: 'plan',
      header: billing.plan,
      meta: { wide: true },
      cell: ({ row }) => <bdi>{row.original.active_plan_name ?? '–'}</bdi>,
    }),
    column.display({
      id: 'subscription',
      header: billing.subscription,
      cell: ({ row: { original: account } }) => (
        <span className="flex flex-wrap items-center gap-x-3">
          <SubscriptionState status={account.stripe_subscription_status} />
          {account.stripe_problem !== null && (
            <span title={account.stripe_problem}>
              <State tone="warn" shape="cross">
                {billing.problem}
              </State>
            </span>
          )}
        </span>
      ),
    }),
    column.display({
      id: 'credits',
      header: billing.creditsLeft,
      meta: { wide: true },
      cell: ({ row }) => (
        <span className="flex flex-wrap gap-1">
          {row.original.balance.map(({ credit, left }) => (
            <Tag key={credit}>{`${number.format(left)} ${credit}`}</Tag>
          ))}
        </span>
      ),
    }),
    column.display({
      id: 'cycle',
      header: billing.nextCycle,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <Time at={row.original.next_credits_refresh} />,
    }),
  ]);
}
