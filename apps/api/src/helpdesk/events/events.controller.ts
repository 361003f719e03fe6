import { Controller, Get, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@rollcall/auth/http';
import type { Request } from 'express';

import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { EventsDto, EventsQuery } from './event.dto.js';
import { EventsPresenter } from './events.presenter.js';

/** What happened, for programs that fetch it. */
@ApiTags('Events')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly events: EventsPresenter) {}

  @Get()
  @RequirePermission('webhooks:manage')
  @ApiRoute({
    summary: 'Everything that happened, in order, for programs that fetch it',
    description: `The same events that webhooks get. Begin without \`cursor\`, send each \`next_cursor\` with the next request, and none is skipped or repeated.
Events of one agent, team or role are in the order in which they happened. With \`wait\` the answer comes as soon as there is an event.

Events are kept for 30 days, or as long as the installation says. A cursor after which events were removed is refused: read the directory anew then.`,
    answer: EventsDto,
  })
  async list(@Query() query: EventsQuery, @Req() request: Request): Promise<EventsDto> {
    return this.events.list(query, request);
  }
}
