import { Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiTags } from '@nestjs/swagger';
import { FromAnyPage, Public } from '@rollcall/auth/http';
import type { Request } from 'express';

import { ApiRoute } from '../api-route.js';
import { StripeEventDto } from './stripe-event.dto.js';
import { StripeEventsPresenter } from './stripe-events.presenter.js';
import { Uuid } from '../../http/input/path-parameter.js';

/** Where Stripe sends its events. Its signature over the raw body is the only credential. */
@ApiTags('Stripe')
@Controller('api/v1/agency/webhook/stripe')
export class StripeWebhookController {
  constructor(private readonly events: StripeEventsPresenter) {}

  @Post(':agency_id')
  @HttpCode(200)
  @Public()
  @FromAnyPage()
  @ApiHeader({ name: 'Stripe-Signature', required: true, description: 'https://docs.stripe.com/webhooks/signature' })
  @ApiBody({ schema: { type: 'object', additionalProperties: true }, description: 'An event as Stripe sends it' })
  @ApiRoute({
    summary: 'Receive an event from Stripe',
    description: 'Rollcall records each event once and then reads the current subscription from Stripe.',
    outcome: 'retrieved',
    answer: StripeEventDto,
    errors: [400, 404],
  })
  async receive(
    @Uuid('agency_id') agencyId: string,
    @Req() request: Request,
    @Headers('stripe-signature') signature = '',
  ): Promise<StripeEventDto> {
    return this.events.receive(agencyId, request.body, signature);
  }
}
