import { Controller, Delete, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AgentCredentials } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { IdPipe } from '../../http/id.pipe.js';
import { ApiCredentials } from '../../http/api-credentials.js';
import { describe } from '../describe.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { ApiKeyPairDto, MailDto } from './agent-credentials.dto.js';

/** An agent's ways in: its API key and the mails about its password. */
@ApiTags('Credentials')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/agents')
export class AgentCredentialsController {
  constructor(private readonly credentials: AgentCredentials) {}

  @Post(':id/api-key')
  @HttpCode(200)
  @RequirePermission('users:manage')
  @describe({ summary: 'A new key pair in place of the old one', answer: ApiKeyPairDto, errors: [400, 401, 403, 404] })
  async issueApiKey(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: number): Promise<ApiKeyPairDto> {
    return new ApiKeyPairDto(await this.credentials.issueApiKey(actor, id));
  }

  @Delete(':id/api-key')
  @RequirePermission('users:manage')
  @describe({ summary: "Revoke an agent's key", answer: true, errors: [400, 401, 403, 404] })
  async revokeApiKey(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: number): Promise<true> {
    return this.credentials.revokeApiKey(actor, id).then(() => true);
  }

  @Get(':id/mails')
  @RequirePermission('users:manage')
  @describe({ summary: 'The mails to an agent, newest first', answer: [MailDto], errors: [400, 401, 403, 404] })
  async listMails(@Param('id', IdPipe) id: number): Promise<MailDto[]> {
    return (await this.credentials.listMails(id)).map((mail) => new MailDto(mail));
  }

  @Post(':id/welcome-email')
  @HttpCode(200)
  @RequirePermission('users:manage')
  @describe({ summary: 'Send a fresh welcome mail', answer: MailDto, errors: [400, 401, 403, 404, 422] })
  async sendWelcomeEmail(@Param('id', IdPipe) id: number): Promise<MailDto> {
    return new MailDto(await this.credentials.sendWelcomeEmail(id));
  }
}
