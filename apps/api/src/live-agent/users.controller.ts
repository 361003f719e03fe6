import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { ApiCredentials } from '../http/api-credentials.js';
import { describe } from './describe.js';
import type { LiveAgentPage, LiveAgentSuccess } from './envelope.js';
import { PageQuery } from './page.query.js';
import { CreateLiveAgentBody, UpdateUserBody } from './user-body.dto.js';
import { UserDto } from './user.dto.js';
import { Users } from './users.js';
import { Uuid } from '../http/input/path-parameter.js';

/** Agents as the live-agent window calls them. */
@ApiTags('Live agents')
@ApiCredentials()
@Controller('api/v1/user')
export class UsersController {
  constructor(private readonly users: Users) {}

  @Post('create_live_agent')
  @RequirePermission('users:manage')
  @describe({
    summary: 'Create a live agent',
    description:
      'The same agent that the helpdesk window shows. The billing and Stripe fields take `billing:manage`; `is_superuser` and `role_id` never grant more than the caller holds. Send the key as `X-API-Key`, or as `api_key` in the URL, where it ends up in the logs of others.',
    status: 201,
    message: 'Data created successfully',
    answer: UserDto,
    errors: [409],
  })
  async create(@CurrentActor() actor: Actor, @Body() body: CreateLiveAgentBody): Promise<LiveAgentSuccess<UserDto>> {
    return this.users.create(actor, body);
  }

  @Get()
  @AnyAgent()
  @describe({
    summary: "The key's agent",
    status: 200,
    message: 'Data retrieved successfully',
    answer: UserDto,
  })
  async mine(@CurrentActor() actor: Actor): Promise<LiveAgentSuccess<UserDto>> {
    return this.users.mine(actor);
  }

  @Get('get_agent_list')
  @RequirePermission('users:manage')
  @describe({
    summary: 'A page of agents, the oldest first',
    status: 200,
    message: '',
    answer: UserDto,
    page: true,
  })
  async list(@Query() query: PageQuery): Promise<LiveAgentSuccess<LiveAgentPage<UserDto>>> {
    return this.users.list(query.request());
  }

  @Put(':user_id')
  @AnyAgent()
  @describe({
    summary: 'Change an agent: oneself, or with users:manage anyone',
    status: 200,
    message: 'Data updated successfully',
    answer: UserDto,
    errors: [404, 409],
  })
  async update(
    @CurrentActor() actor: Actor,
    @Uuid('user_id') id: string,
    @Body() body: UpdateUserBody,
  ): Promise<LiveAgentSuccess<UserDto>> {
    return this.users.update(actor, id, body);
  }
}
