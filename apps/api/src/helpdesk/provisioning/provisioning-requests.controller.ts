import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@rollcall/auth/http';
import { ProvisioningRequests } from '@rollcall/provisioning';

import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { ProvisioningRequestDto, ProvisioningRequestsQuery } from './provisioning-request.dto.js';

/** What identity providers asked for, and what they were told. */
@ApiTags('Provisioning')
@ApiCredentials()
@RequirePermission('roles:manage')
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/provisioning/requests')
export class ProvisioningRequestsController {
  constructor(private readonly requests: ProvisioningRequests) {}

  @Get()
  @ApiRoute({
    summary: 'The last requests of identity providers with their answers, the newest first',
    description:
      'Of each key the last 200 that failed and the last 200 others are kept, for seven days at most, and of those without a valid key as many. A request is listed within a second after its answer.',
    answer: [ProvisioningRequestDto],
  })
  async list(@Query() { filter }: ProvisioningRequestsQuery): Promise<ProvisioningRequestDto[]> {
    return (await this.requests.list(filter)).map((shown) => new ProvisioningRequestDto(shown));
  }
}
