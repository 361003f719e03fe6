import { Body, Controller, Delete, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AgentApiKeys } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { IdPipe } from '../../http/id.pipe.js';
import { ApiCredentials } from '../../http/api-credentials.js';
import { describe } from '../describe.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { ApiKeyDto, ApiKeyPairDto, CreateApiKeyBody, IssuedApiKeyDto, RotateApiKeyBody } from './api-key.dto.js';

/** An agent's keys, and the one among them that clients know who think that there is but one. */
@ApiTags('API keys')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@RequirePermission('users:manage')
@Controller('api/v1/agents/:id')
export class AgentApiKeysController {
  constructor(private readonly apiKeys: AgentApiKeys) {}

  @Post('api-key')
  @HttpCode(200)
  @describe({
    summary: 'A new pair in place of the key named default',
    answer: ApiKeyPairDto,
    errors: [400, 401, 403, 404],
  })
  async replaceDefault(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: number): Promise<ApiKeyPairDto> {
    return new ApiKeyPairDto(await this.apiKeys.replaceDefault(actor, id));
  }

  @Delete('api-key')
  @describe({ summary: 'Revoke the key named default, if there is one', answer: true, errors: [400, 401, 403, 404] })
  async revokeDefault(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: number): Promise<true> {
    return this.apiKeys.revokeDefault(actor, id).then(() => true);
  }

  @Get('api-keys')
  @describe({ summary: "An agent's keys, the oldest first", answer: [ApiKeyDto], errors: [400, 401, 403, 404] })
  async list(@Param('id', IdPipe) id: number): Promise<ApiKeyDto[]> {
    return (await this.apiKeys.list(id)).map((key) => new ApiKeyDto(key));
  }

  @Post('api-keys')
  @HttpCode(200)
  @describe({
    summary: 'Make a key',
    description: 'The caller must hold what the key may do. The secret is shown this once.',
    answer: IssuedApiKeyDto,
    errors: [400, 401, 403, 404, 409, 413, 415, 422],
  })
  async create(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: number,
    @Body() body: CreateApiKeyBody,
  ): Promise<IssuedApiKeyDto> {
    return new IssuedApiKeyDto(await this.apiKeys.create(actor, id, body.input));
  }

  @Get('api-keys/:key_id')
  @describe({ summary: 'One key', answer: ApiKeyDto, errors: [400, 401, 403, 404] })
  async get(@Param('id', IdPipe) id: number, @Param('key_id', IdPipe) keyId: number): Promise<ApiKeyDto> {
    return new ApiKeyDto(await this.apiKeys.get(id, keyId));
  }

  @Delete('api-keys/:key_id')
  @describe({ summary: 'Revoke a key', answer: true, errors: [400, 401, 403, 404] })
  async revoke(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: number,
    @Param('key_id', IdPipe) keyId: number,
  ): Promise<true> {
    return this.apiKeys.revoke(actor, id, keyId).then(() => true);
  }

  @Post('api-keys/:key_id/rotate')
  @HttpCode(200)
  @describe({
    summary: 'Give a key a new secret',
    description:
      'A pair gets two new halves. What opened the key so far goes on to for the overlap; meanwhile it is rotated again by an overlap of 0 alone. The secret is shown this once.',
    answer: IssuedApiKeyDto,
    errors: [400, 401, 403, 404, 409, 413, 415],
  })
  async rotate(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: number,
    @Param('key_id', IdPipe) keyId: number,
    @Body() body: RotateApiKeyBody,
  ): Promise<IssuedApiKeyDto> {
    return new IssuedApiKeyDto(await this.apiKeys.rotate(actor, id, keyId, body.overlapSeconds));
  }
}
