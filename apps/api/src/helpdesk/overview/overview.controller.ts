import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor } from '@rollcall/auth/http';

import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { OverviewDto } from './overview.dto.js';
import { OverviewPresenter } from './overview.presenter.js';

/** How the directory is. */
@ApiTags('Overview')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@AnyAgent()
@Controller('api/v1/overview')
export class OverviewController {
  constructor(private readonly overview: OverviewPresenter) {}

  @Get()
  @ApiRoute({
    summary: 'How the directory is: what needs attention, and counts of the last 14 days',
    description: 'A part is null for a caller without the permission that it takes.',
    answer: OverviewDto,
  })
  async get(@CurrentActor() actor: Actor): Promise<OverviewDto> {
    return this.overview.of(actor);
  }
}
