import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';
import { CONFIG, type Config } from '@rollcall/config';
import { OidcProviders, type ShownProvider } from '@rollcall/sign-in';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { OidcProviderBody, OidcProviderDto } from './oidc-provider.dto.js';

/** The identity providers that people sign in by. */
@ApiTags('Sign-in')
@ApiCredentials()
@RequirePermission('oidc:manage')
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/oidc')
export class OidcProvidersController {
  constructor(
    private readonly providers: OidcProviders,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiRoute({ summary: 'All identity providers, the newest first', answer: [OidcProviderDto] })
  async list(): Promise<OidcProviderDto[]> {
    return (await this.providers.list()).map((shown) => this.present(shown));
  }

  @Post()
  @HttpCode(200)
  @ApiRoute({
    summary: 'Set up an identity provider',
    description: 'It is looked up first. The caller must hold all that whoever signs in by it may hold.',
    answer: OidcProviderDto,
  })
  async create(@CurrentActor() actor: Actor, @Body() body: OidcProviderBody): Promise<OidcProviderDto> {
    return this.present(await this.providers.create(actor, body.input));
  }

  @Get(':id')
  @ApiRoute({ summary: 'One identity provider', answer: OidcProviderDto, errors: [404] })
  async get(@Id('id') id: number): Promise<OidcProviderDto> {
    return this.present(await this.providers.get(id));
  }

  @Put(':id')
  @ApiRoute({
    summary: 'Change an identity provider',
    description:
      'The caller must hold all that whoever signs in by it may hold, before and after. When it is switched off, or gets another provider_url or client_id, the sessions that were begun by it end.',
    answer: OidcProviderDto,
    errors: [404, 412],
  })
  async update(
    @CurrentActor() actor: Actor,
    @Id('id') id: number,
    @Body() body: OidcProviderBody,
  ): Promise<OidcProviderDto> {
    return this.present(await this.providers.update(actor, id, body.input));
  }

  @Delete(':id')
  @ApiRoute({
    summary: 'Delete an identity provider; the sessions that were begun by it end',
    answer: true,
    errors: [404],
  })
  async delete(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.providers.delete(actor, id).then(() => true);
  }

  private present(shown: ShownProvider): OidcProviderDto {
    return new OidcProviderDto(shown, this.config.http.publicUrl);
  }
}
