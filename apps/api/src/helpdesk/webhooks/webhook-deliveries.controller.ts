import { Body, Controller, Get, HttpCode, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@rollcall/auth/http';
import { WebhookDeliveries } from '@rollcall/webhooks';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { DeliveriesQuery, RedeliverBody, RedeliveredDto, WebhookDeliveryDto } from './webhook-delivery.dto.js';

/** What was sent to webhooks. */
@ApiTags('Webhooks')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@RequirePermission('webhooks:manage')
@Controller('api/v1/webhooks/:id')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveries) {}

  @Get('deliveries')
  @ApiRoute({
    summary: 'What was sent to a webhook, and is to be sent, the newest first',
    description: 'Each with its last attempts. Deliveries are kept as long as their events.',
    answer: [WebhookDeliveryDto],
    errors: [404],
  })
  async list(@Id('id') id: number, @Query() query: DeliveriesQuery): Promise<WebhookDeliveryDto[]> {
    return (await this.deliveries.list(id, query.filter)).map((shown) => new WebhookDeliveryDto(shown));
  }

  @Post('redeliver')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Send deliveries again: one, all that failed, or those of a time',
    description: 'Of what is about one agent, team or role, the oldest is sent first.',
    answer: RedeliveredDto,
    errors: [404],
  })
  async redeliver(@Id('id') id: number, @Body() body: RedeliverBody): Promise<RedeliveredDto> {
    return new RedeliveredDto(await this.deliveries.redeliver(id, body.filter));
  }
}
