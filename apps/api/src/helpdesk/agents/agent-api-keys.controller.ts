import { Body, Controller, Delete, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AgentApiKeys } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { Id } from '../../http/input/path-parameter.js';
import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { ApiKeyDto, ApiKeyPairDto, CreateApiKeyBody, IssuedApiKeyDto, RotateApiKeyBody } from './api-key.dto.js';

/** An agent's keys. Clients of the peer know only the key named `default`. */
@ApiTags('API keys')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@RequirePermission('users:manage')
@Controller('api/v1/agents/:id')
export class AgentApiKeysController {
  constructor(private readonly apiKeys: AgentApiKeys) {}

  @Post('api-key')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Replace the key named default by a new pair',
    answer: ApiKeyPairDto,
    errors: [404],
  })
  async replaceDefault(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<ApiKeyPairDto> {
    return new ApiKeyPairDto(await this.apiKeys.replaceDefault(actor, id));
  }

  @Delete('api-key')
  @ApiRoute({ summary: 'Revoke the key named default, if there is one', answer: true, errors: [404] })
  async revokeDefault(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.apiKeys.revokeDefault(actor, id).then(() => true);
  }

  @Get('api-keys')
  @ApiRoute({ summary: "An agent's keys, the oldest first", answer: [ApiKeyDto], errors: [404] })
  async list(@Id('id') id: number): Promise<ApiKeyDto[]> {
    return (await this.apiKeys.list(id)).map((key) => new ApiKeyDto(key));
  }

  @Post('api-keys')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Make a key',
    description: 'The caller must hold all permissions that the key gives. Only this answer shows the secret.',
    answer: IssuedApiKeyDto,
    errors: [404, 409, 422],
  })
  async create(
    @CurrentActor() actor: Actor,
    @Id('id') id: number,
    @Body() body: CreateApiKeyBody,
  ): Promise<IssuedApiKeyDto> {
    return new IssuedApiKeyDto(await this.apiKeys.create(actor, id, body.input));
  }

  @Get('api-keys/:key_id')
  @ApiRoute({ summary: 'One key', answer: ApiKeyDto, errors: [404] })
  async get(@Id('id') id: number, @Id('key_id') keyId: number): Promise<ApiKeyDto> {
    return new ApiKeyDto(await this.apiKeys.get(id, keyId));
  }

  @Delete('api-keys/:key_id')
  @ApiRoute({ summary: 'Revoke a key', answer: true, errors: [404] })
  async revoke(@CurrentActor() actor: Actor, @Id('id') id: number, @Id('key_id') keyId: number): Promise<true> {
    return this.apiKeys.revoke(actor, id, keyId).then(() => true);
  }

  @Post('api-keys/:key_id/rotate')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Give a key a new secret',
    description:
      'A pair gets two new halves. The previous secret stays valid for the overlap. Until it ends, the key can be rotated again only with an overlap of 0. Only this answer shows the new secret.',
    answer: IssuedApiKeyDto,
    errors: [404, 409],
  })
  async rotate(
    @CurrentActor() actor: Actor,
    @Id('id') id: number,
    @Id('key_id') keyId: number,
    @Body() body: RotateApiKeyBody,
  ): Promise<IssuedApiKeyDto> {
    return new IssuedApiKeyDto(await this.apiKeys.rotate(actor, id, keyId, body.overlapSeconds));
  }
}
