import { Controller, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AgentMails } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { Id } from '../../http/input/path-parameter.js';
import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { MailDto } from './agent-credentials.dto.js';

/** The mails about an agent's password. */
@ApiTags('Credentials')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/agents')
export class AgentCredentialsController {
  constructor(private readonly mails: AgentMails) {}

  @Get(':id/mails')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'The mails to an agent, newest first', answer: [MailDto], errors: [404] })
  async listMails(@Id('id') id: number): Promise<MailDto[]> {
    return (await this.mails.list(id)).map((mail) => new MailDto(mail));
  }

  @Post(':id/welcome-email')
  @HttpCode(200)
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'Send a fresh welcome mail', answer: MailDto, errors: [404, 422] })
  async sendWelcomeEmail(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<MailDto> {
    return new MailDto(await this.mails.welcome(actor, id));
  }
}
