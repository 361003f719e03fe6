import { Body, Controller, Get, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';
import { GroupRoles } from '@rollcall/provisioning';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { GroupRolesBody, GroupRolesDto } from './group-roles.dto.js';

/** Which groups of an identity provider give which roles. */
@ApiTags('Provisioning')
@ApiCredentials()
@RequirePermission('roles:manage')
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/provisioning/group-roles')
export class GroupRolesController {
  constructor(private readonly groupRoles: GroupRoles) {}

  @Get()
  @ApiRoute({ summary: 'The teams that give roles, by name', answer: [GroupRolesDto] })
  async list(): Promise<GroupRolesDto[]> {
    return (await this.groupRoles.list()).map((group) => new GroupRolesDto(group));
  }

  @Put(':id')
  @ApiRoute({
    summary: 'Set the roles that a team gives',
    description:
      'To those whom an identity provider puts into it, and to those who are in it already. The caller must hold all that the roles permit.',
    answer: GroupRolesDto,
    errors: [404],
  })
  async set(
    @CurrentActor() actor: Actor,
    @Id('id') teamId: number,
    @Body() { roles }: GroupRolesBody,
  ): Promise<GroupRolesDto> {
    return new GroupRolesDto(await this.groupRoles.set(actor, teamId, roles));
  }
}
