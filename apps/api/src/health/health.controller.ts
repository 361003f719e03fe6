import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '@rollcall/auth/http';
import { DomainError } from '@rollcall/kernel';
import { Readiness } from '@rollcall/process';

import { ApiRoute } from '../helpdesk/api-route.js';
import { HelpdeskEnvelope } from '../helpdesk/envelope.js';

/** For balancers and supervisors; at the root, not under /api/v1. */
@ApiTags('Health')
@UseInterceptors(HelpdeskEnvelope)
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get()
  @Public()
  @ApiRoute({ summary: 'The process is alive', answer: true })
  live(): true {
    return true;
  }

  @Get('ready')
  @Public()
  @ApiRoute({ summary: 'The database and the queue are reachable', answer: true, errors: [503] })
  async ready(): Promise<true> {
    const missing = await this.readiness.missing();
    if (missing.length > 0) throw new DomainError('not_ready', `Not reachable: ${missing.join(' and ')}`);
    return true;
  }
}
