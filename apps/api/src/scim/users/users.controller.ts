import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';
import type { Response } from 'express';

import { ApiCredentials } from '../../http/api-credentials.js';
import type { JsonObject } from '../attributes/attribute.js';
import type { ListResponse } from '../list-response.js';
import { ListQuery, SelectionQuery } from '../list.query.js';
import { ScimRoute } from '../scim-route.js';
import { tagged, TakesIfMatch, versionsIn } from '../versions.js';
import { UsersPresenter } from './users.presenter.js';

/** The agents as an identity provider keeps them (RFC 7644). */
@ApiTags('SCIM')
@ApiCredentials()
@RequirePermission('scim:manage')
@Controller('scim/v2/Users')
export class ScimUsersController {
  constructor(private readonly users: UsersPresenter) {}

  @Get()
  @ScimRoute({ summary: 'A part of the users that a filter finds', answer: 'list' })
  async list(@CurrentActor() actor: Actor, @Query() query: ListQuery): Promise<ListResponse> {
    return this.users.list(actor, query);
  }

  @Get(':id')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ScimRoute({ summary: 'One user', answer: 'resource', errors: [404] })
  async get(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: SelectionQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<JsonObject> {
    return this.users.get(actor, id, query, (resource) => tagged(response, resource));
  }

  @Post()
  @ScimRoute({
    summary: 'Create a user',
    description: 'The agent gets no mail. A password is ignored: people set theirs by a link.',
    answer: 'resource',
    status: 201,
    body: 'resource',
    errors: [409],
  })
  async create(
    @CurrentActor() actor: Actor,
    @Body() body: JsonObject,
    @Query() query: SelectionQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<JsonObject> {
    return this.users.create(actor, body, query, (resource) => tagged(response, resource, true));
  }

  @Put(':id')
  @TakesIfMatch()
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ScimRoute({ summary: 'Replace a user', answer: 'resource', body: 'resource', errors: [404, 409, 412] })
  async replace(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: JsonObject,
    @Query() query: SelectionQuery,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<JsonObject> {
    const versions = versionsIn(ifMatch);
    return this.users.replace(actor, id, { body, query, versions }, (resource) => tagged(response, resource));
  }

  @Patch(':id')
  @TakesIfMatch()
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ScimRoute({ summary: 'Change a user', answer: 'resource', body: 'patch', errors: [404, 409, 412] })
  async patch(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: JsonObject,
    @Query() query: SelectionQuery,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<JsonObject> {
    const versions = versionsIn(ifMatch);
    return this.users.patch(actor, id, { body, query, versions }, (resource) => tagged(response, resource));
  }

  @Delete(':id')
  @HttpCode(204)
  @TakesIfMatch()
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ScimRoute({ summary: 'Delete a user', answer: 'nothing', errors: [404, 412] })
  async delete(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.users.delete(actor, id, versionsIn(ifMatch));
  }
}
