import { Injectable } from '@nestjs/common';
import { ActivityLogReader } from '@rollcall/activity';
import { AgentCounts } from '@rollcall/agents';
import type { Actor, Permission } from '@rollcall/auth';
import { BillingAccounts } from '@rollcall/billing';
import { PromisedJobs } from '@rollcall/jobs';
import { Clock } from '@rollcall/kernel';
import { MailsRepository } from '@rollcall/mail';
import { WebhookHealth } from '@rollcall/webhooks';

import { ActivityChainDto } from '../activity/activity-log.dto.js';
import { QueueDto } from '../jobs/job.dto.js';
import { WebhookDto } from '../webhooks/webhook.dto.js';
import { AgentCountsDto, OverviewDto } from './overview.dto.js';

const DAYS = 14;
const DAY_MS = 86_400_000;

/** Puts together how the directory is, as far as the caller may know it. */
@Injectable()
export class OverviewPresenter {
  constructor(
    private readonly agents: AgentCounts,
    private readonly activity: ActivityLogReader,
    private readonly mails: MailsRepository,
    private readonly webhooks: WebhookHealth,
    private readonly accounts: BillingAccounts,
    private readonly jobs: PromisedJobs,
    private readonly clock: Clock,
  ) {}

  /** One part after the other: whoever looks at it takes no more than one or two connections of the pool. */
  async of(actor: Actor): Promise<OverviewDto> {
    const since = firstDay(this.clock.now());
    const ifMay = async <T>(permission: Permission, part: () => Promise<T>): Promise<T | null> =>
      actor.permissions.has(permission) ? part() : null;
    return new OverviewDto(since, {
      agents: await ifMay(
        'users:manage',
        async () => new AgentCountsDto(await this.agents.byState(), await this.agents.onlineByTeam()),
      ),
      signIns: await ifMay('activity_logs:manage', () => this.activity.signInsByDay(since)),
      chain: await ifMay('activity_logs:manage', async () => new ActivityChainDto(await this.activity.chain())),
      mails: await ifMay('users:manage', () => this.mails.outcomesByDay(since)),
      webhooks: await ifMay('webhooks:manage', async () =>
        (await this.webhooks.unwell()).map((webhook) => new WebhookDto(webhook)),
      ),
      deliveries: await ifMay('webhooks:manage', () => this.webhooks.outcomesByDay(since)),
      stripeProblems: await ifMay('billing:read', () => this.accounts.countProblems()),
      queues: await ifMay('general_settings:manage', async () =>
        (await this.jobs.queues()).map((queue) => new QueueDto(queue)),
      ),
    });
  }
}

/** Where the first of the last days begins, in UTC. */
function firstDay(now: Date): Date {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return new Date(today - (DAYS - 1) * DAY_MS);
}
