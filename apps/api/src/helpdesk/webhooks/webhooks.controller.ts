import { Body, Controller, Delete, Get, HttpCode, Post, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, RequirePermission } from '@rollcall/auth/http';
import { Webhooks } from '@rollcall/webhooks';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { CompactWebhookDto, RotateWebhookBody, WebhookBody, WebhookDto } from './webhook.dto.js';

/** Who is told of events. */
@ApiTags('Webhooks')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: Webhooks) {}

  @Get()
  @RequirePermission('webhooks:manage')
  @ApiRoute({ summary: 'All webhooks, the newest first', answer: [WebhookDto] })
  async list(): Promise<WebhookDto[]> {
    return (await this.webhooks.list()).map((webhook) => new WebhookDto(webhook));
  }

  @Get('compact')
  @AnyAgent()
  @ApiRoute({ summary: 'All webhooks by name, for pickers', answer: [CompactWebhookDto] })
  async listCompact(): Promise<CompactWebhookDto[]> {
    return (await this.webhooks.list()).map((webhook) => CompactWebhookDto.from(webhook));
  }

  @Post()
  @HttpCode(200)
  @RequirePermission('webhooks:manage')
  @ApiRoute({
    summary: 'Make a webhook',
    description:
      'Events are posted to its address at least once, those about one agent, team or role in their order, signed as the Standard Webhooks specification says. What is not answered with 2xx within 10 seconds is sent again for 24 hours. Only this answer shows the secret.',
    answer: WebhookDto,
  })
  async create(@CurrentActor() actor: Actor, @Body() body: WebhookBody): Promise<WebhookDto> {
    const { webhook, secret } = await this.webhooks.create(actor, body.input);
    return new WebhookDto(webhook, secret);
  }

  @Get(':id')
  @RequirePermission('webhooks:manage')
  @ApiRoute({ summary: 'One webhook', answer: WebhookDto, errors: [404] })
  async get(@Id('id') id: number): Promise<WebhookDto> {
    return new WebhookDto(await this.webhooks.get(id));
  }

  @Put(':id')
  @RequirePermission('webhooks:manage')
  @ApiRoute({ summary: 'Replace all fields of a webhook', answer: WebhookDto, errors: [404] })
  async update(@CurrentActor() actor: Actor, @Id('id') id: number, @Body() body: WebhookBody): Promise<WebhookDto> {
    return new WebhookDto(await this.webhooks.update(actor, id, body.input));
  }

  @Delete(':id')
  @RequirePermission('webhooks:manage')
  @ApiRoute({ summary: 'Delete a webhook with its deliveries', answer: true, errors: [404] })
  async delete(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.webhooks.delete(actor, id).then(() => true);
  }

  @Put(':id/toggle')
  @RequirePermission('webhooks:manage')
  @ApiRoute({
    summary: 'Switch a webhook on or off',
    description: 'What happens while it is off is not sent later; `/events` has it.',
    answer: WebhookDto,
    errors: [404],
  })
  async toggle(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<WebhookDto> {
    return new WebhookDto(await this.webhooks.toggle(actor, id));
  }

  @Post(':id/test')
  @HttpCode(200)
  @RequirePermission('webhooks:manage')
  @ApiRoute({
    summary: 'Have an event webhook.test sent to a webhook that is switched on',
    description: 'The deliveries of the webhook say what came of it.',
    answer: true,
    errors: [404],
  })
  async test(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.webhooks.test(actor, id).then(() => true);
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @RequirePermission('webhooks:manage')
  @ApiRoute({
    summary: 'Give a webhook a new secret',
    description: 'Until the overlap ends, the previous secret signs too. Only this answer shows the new one.',
    answer: WebhookDto,
    errors: [404],
  })
  async rotate(
    @CurrentActor() actor: Actor,
    @Id('id') id: number,
    @Body() body: RotateWebhookBody,
  ): Promise<WebhookDto> {
    const { webhook, secret } = await this.webhooks.rotate(actor, id, body.overlapSeconds);
    return new WebhookDto(webhook, secret);
  }
}
