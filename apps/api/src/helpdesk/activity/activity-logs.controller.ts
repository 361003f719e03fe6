import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ActivityLogReader } from '@rollcall/activity';
import { RequirePermission } from '@rollcall/auth/http';

import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { pageRequest } from '../page.js';
import { ActivityChainDto, ActivityPageDto } from './activity-log.dto.js';
import { ActivityLogQuery } from './activity-log.query.js';

/** Who did what. */
@ApiTags('Activity log')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/activity-logs')
export class ActivityLogsController {
  constructor(private readonly entries: ActivityLogReader) {}

  @Get()
  @RequirePermission('activity_logs:manage')
  @ApiRoute({ summary: 'A page of the activity log', answer: ActivityPageDto })
  async list(@Query() query: ActivityLogQuery): Promise<ActivityPageDto> {
    const request = pageRequest(query);
    return new ActivityPageDto(await this.entries.page(query.filter, request, query.activityOrder), request);
  }

  @Get('chain')
  @RequirePermission('activity_logs:manage')
  @ApiRoute({ summary: 'How far the activity log is sealed', answer: ActivityChainDto })
  async chain(): Promise<ActivityChainDto> {
    return new ActivityChainDto(await this.entries.chain());
  }
}
