import { Body, Controller, Delete, Get, HttpCode, Post, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, RequirePermission } from '@rollcall/auth/http';
import { Roles } from '@rollcall/roles';

import { Id } from '../../http/input/path-parameter.js';
import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { TakesForms } from '../forms.js';
import { RoleBody, RoleDto } from './role.dto.js';

@ApiTags('Roles')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/roles')
export class RolesController {
  constructor(private readonly roles: Roles) {}

  @Get()
  @AnyAgent()
  @ApiRoute({ summary: 'All roles, newest change first', answer: [RoleDto] })
  async list(): Promise<RoleDto[]> {
    return (await this.roles.list()).map((role) => new RoleDto(role));
  }

  @Post()
  @TakesForms()
  @HttpCode(200)
  @RequirePermission('roles:manage')
  @ApiRoute({
    summary: 'Create a role',
    description: 'The caller must hold the permissions of the role.',
    answer: RoleDto,
    errors: [409],
  })
  async create(@CurrentActor() actor: Actor, @Body() body: RoleBody): Promise<RoleDto> {
    return new RoleDto(await this.roles.create(actor, body.input));
  }

  @Get(':id')
  @RequirePermission('roles:manage')
  @ApiRoute({ summary: 'One role', answer: RoleDto, errors: [404] })
  async get(@Id('id') id: number): Promise<RoleDto> {
    return new RoleDto(await this.roles.get(id));
  }

  @Put(':id')
  @TakesForms()
  @RequirePermission('roles:manage')
  @ApiRoute({
    summary: 'Replace all fields of a role',
    description: 'The caller must hold the permissions that are added. Admin cannot be changed.',
    answer: RoleDto,
    errors: [404, 409],
  })
  async update(@CurrentActor() actor: Actor, @Id('id') id: number, @Body() body: RoleBody): Promise<RoleDto> {
    return new RoleDto(await this.roles.update(actor, id, body.input));
  }

  @Delete(':id')
  @RequirePermission('roles:manage')
  @ApiRoute({
    summary: 'Delete a role and take it from its agents',
    description: 'Admin and Agent cannot be deleted.',
    answer: true,
    errors: [404],
  })
  async delete(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.roles.delete(actor, id).then(() => true);
  }
}
