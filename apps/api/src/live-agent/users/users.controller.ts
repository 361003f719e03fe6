import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { type LiveAgentPage, PageQuery } from '../page.js';
import { CreateLiveAgentBody, UpdateUserBody } from './user-body.dto.js';
import { UserDto } from './user.dto.js';
import { UsersPresenter } from './users.presenter.js';
import { Uuid } from '../../http/input/path-parameter.js';

/** The agents; this window calls them users. */
@ApiTags('Live agents')
@ApiCredentials()
@Controller('api/v1/user')
export class UsersController {
  constructor(private readonly users: UsersPresenter) {}

  @Post('create_live_agent')
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'Create a live agent',
    description:
      'The same agent that the helpdesk window shows. The billing and Stripe fields take `billing:manage`; `is_superuser` and `role_id` never grant more than the caller holds. Send the key as `X-API-Key`, or as `api_key` in the URL, where it ends up in the logs of others.',
    outcome: 'created',
    answer: UserDto,
    errors: [409],
  })
  async create(@CurrentActor() actor: Actor, @Body() body: CreateLiveAgentBody): Promise<UserDto> {
    return this.users.create(actor, body);
  }

  @Get()
  @AnyAgent()
  @ApiRoute({
    summary: "The key's agent",
    outcome: 'retrieved',
    answer: UserDto,
  })
  async mine(@CurrentActor() actor: Actor): Promise<UserDto> {
    return this.users.mine(actor);
  }

  @Get('get_agent_list')
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'A page of agents, the oldest first',
    outcome: 'listed',
    answer: UserDto,
  })
  async list(@Query() query: PageQuery): Promise<LiveAgentPage<UserDto>> {
    return this.users.list(query.request());
  }

  @Put(':user_id')
  @AnyAgent()
  @ApiRoute({
    summary: 'Change the caller, or any agent with users:manage',
    outcome: 'updated',
    answer: UserDto,
    errors: [404, 409],
  })
  async update(
    @CurrentActor() actor: Actor,
    @Uuid('user_id') id: string,
    @Body() body: UpdateUserBody,
  ): Promise<UserDto> {
    return this.users.update(actor, id, body);
  }
}
