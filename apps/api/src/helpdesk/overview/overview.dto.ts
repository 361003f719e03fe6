import { ApiProperty } from '@nestjs/swagger';
import type { SignInDay } from '@rollcall/activity';
import type { AgentCountsByState, OnlineInTeam } from '@rollcall/agents';
import type { MailDay } from '@rollcall/mail';
import type { DeliveryDay } from '@rollcall/webhooks';

import { ActivityChainDto } from '../activity/activity-log.dto.js';
import { QueueDto } from '../jobs/job.dto.js';
import { WebhookDto } from '../webhooks/webhook.dto.js';

const COUNT = { type: 'integer', minimum: 0, example: 12 } as const;
const DAY = {
  pattern: String.raw`^\d{4}-\d\d-\d\d$`,
  description: 'The day in UTC; one on which nothing happened is left out',
  example: '2026-11-28',
} as const;

/** How many people are in which state of availability. */
export class AvailabilityCountsDto {
  @ApiProperty(COUNT)
  readonly online!: number;
  @ApiProperty(COUNT)
  readonly away!: number;
  @ApiProperty(COUNT)
  readonly away_manual!: number;
  @ApiProperty(COUNT)
  readonly away_and_reassigning!: number;
  @ApiProperty(COUNT)
  readonly offline!: number;
}

/** How many members of a team are enabled and online. */
export class OnlineInTeamDto {
  @ApiProperty({ type: 'integer', example: 3 })
  readonly id!: number;
  @ApiProperty({ example: 'Support EMEA' })
  readonly name!: string;
  @ApiProperty(COUNT)
  readonly online!: number;
}

/** How many people there are; service accounts are not counted. */
export class AgentCountsDto {
  @ApiProperty(COUNT)
  readonly total: number;
  @ApiProperty(COUNT)
  readonly disabled: number;
  @ApiProperty({ type: AvailabilityCountsDto })
  readonly by_availability: AvailabilityCountsDto;
  @ApiProperty({ type: [OnlineInTeamDto], description: 'The ten teams with the most members who are online' })
  readonly online_by_team: readonly OnlineInTeamDto[];

  constructor({ total, disabled, byAvailability }: AgentCountsByState, teams: readonly OnlineInTeam[]) {
    this.total = total;
    this.disabled = disabled;
    this.by_availability = byAvailability;
    this.online_by_team = teams;
  }
}

/** How often somebody signed in on a day, or failed to. */
export class SignInDayDto {
  @ApiProperty(DAY)
  readonly day!: string;
  @ApiProperty(COUNT)
  readonly succeeded!: number;
  @ApiProperty(COUNT)
  readonly failed!: number;
}

/** What became of the mails that were asked for on a day. */
export class MailDayDto {
  @ApiProperty(DAY)
  readonly day!: string;
  @ApiProperty(COUNT)
  readonly queued!: number;
  @ApiProperty(COUNT)
  readonly sent!: number;
  @ApiProperty(COUNT)
  readonly failed!: number;
}

/** What became of the deliveries to webhooks that were asked for on a day. */
export class DeliveryDayDto {
  @ApiProperty(DAY)
  readonly day!: string;
  @ApiProperty(COUNT)
  readonly pending!: number;
  @ApiProperty(COUNT)
  readonly delivered!: number;
  @ApiProperty(COUNT)
  readonly failed!: number;
}

/** The parts of the overview. */
export interface Overview {
  readonly agents: AgentCountsDto | null;
  readonly signIns: readonly SignInDay[] | null;
  readonly chain: ActivityChainDto | null;
  readonly mails: readonly MailDay[] | null;
  readonly webhooks: readonly WebhookDto[] | null;
  readonly deliveries: readonly DeliveryDay[] | null;
  readonly stripeProblems: number | null;
  readonly queues: readonly QueueDto[] | null;
}

/** How the directory is. */
export class OverviewDto {
  @ApiProperty({ format: 'date-time', description: 'Where the first of the days begins' })
  readonly since: Date;
  @ApiProperty({ type: AgentCountsDto, nullable: true, description: 'Takes `users:manage`' })
  readonly agents: AgentCountsDto | null;
  @ApiProperty({ type: [SignInDayDto], nullable: true, description: 'Takes `activity_logs:manage`' })
  readonly sign_ins: readonly SignInDayDto[] | null;
  @ApiProperty({ type: ActivityChainDto, nullable: true, description: 'Takes `activity_logs:manage`' })
  readonly chain: ActivityChainDto | null;
  @ApiProperty({ type: [MailDayDto], nullable: true, description: 'Takes `users:manage`' })
  readonly mails: readonly MailDayDto[] | null;
  @ApiProperty({
    type: [WebhookDto],
    nullable: true,
    description: 'At most twenty that fail or are switched off. Takes `webhooks:manage`',
  })
  readonly unwell_webhooks: readonly WebhookDto[] | null;
  @ApiProperty({ type: [DeliveryDayDto], nullable: true, description: 'Takes `webhooks:manage`' })
  readonly deliveries: readonly DeliveryDayDto[] | null;
  @ApiProperty({
    ...COUNT,
    nullable: true,
    description: 'How many accounts have a plan that does not follow from what Stripe says. Takes `billing:read`',
  })
  readonly stripe_problems: number | null;
  @ApiProperty({ type: [QueueDto], nullable: true, description: 'Takes `general_settings:manage`' })
  readonly queues: readonly QueueDto[] | null;

  constructor(since: Date, parts: Overview) {
    this.since = since;
    this.agents = parts.agents;
    this.sign_ins = parts.signIns;
    this.chain = parts.chain;
    this.mails = parts.mails;
    this.unwell_webhooks = parts.webhooks;
    this.deliveries = parts.deliveries;
    this.stripe_problems = parts.stripeProblems;
    this.queues = parts.queues;
  }
}
