import { Body, Controller, Get, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';
import { Roles } from '@rollcall/roles';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { RoleFactorBody, RoleFactorDto } from './role-factor.dto.js';

/** Whether the holders of a role need a second factor. */
@ApiTags('Roles')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@RequirePermission('roles:manage')
@Controller('api/v1/roles/:id/second-factor')
export class RoleFactorController {
  constructor(private readonly roles: Roles) {}

  @Get()
  @ApiRoute({ summary: 'From when on holders of a role need a second factor', answer: RoleFactorDto, errors: [404] })
  async get(@Id('id') id: number): Promise<RoleFactorDto> {
    return new RoleFactorDto(await this.roles.get(id));
  }

  @Put()
  @ApiRoute({
    summary: 'Say from when on holders of a role need a second factor',
    description:
      'From then on, a session in which none was shown may only show or enrol one. Sessions by an identity provider are not asked, and neither are API keys. The caller must hold the permissions of the role.',
    answer: RoleFactorDto,
    errors: [404],
  })
  async set(
    @CurrentActor() actor: Actor,
    @Id('id') id: number,
    @Body() { needed_from = null }: RoleFactorBody,
  ): Promise<RoleFactorDto> {
    return new RoleFactorDto(await this.roles.needFactor(actor, id, needed_from));
  }
}
