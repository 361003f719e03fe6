import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AgentDirectory } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, RequirePermission } from '@rollcall/auth/http';
import { Credits } from '@rollcall/billing';

import { ApiCredentials } from '../../http/api-credentials.js';
import { CreditsDto, UseCreditsBody } from './credits.dto.js';
import { ApiRoute } from '../api-route.js';
import { Uuid } from '../../http/input/path-parameter.js';

/** The credits that plans grant and agents use. */
@ApiTags('Credits')
@ApiCredentials()
@Controller('api/v1/user')
export class CreditsController {
  constructor(
    private readonly credits: Credits,
    private readonly directory: AgentDirectory,
  ) {}

  @Get('credits')
  @AnyAgent()
  @ApiRoute({ summary: "The caller's remaining credits", outcome: 'retrieved', answer: CreditsDto })
  async mine(@CurrentActor() actor: Actor): Promise<CreditsDto> {
    return new CreditsDto(await this.credits.balance(actor.agentId));
  }

  @Post(':user_id/credits/use')
  @HttpCode(200)
  @RequirePermission('billing:manage')
  @ApiRoute({
    summary: "Use an agent's credits, never below zero and once per key",
    outcome: 'updated',
    answer: CreditsDto,
    errors: [404, 409],
  })
  async use(
    @CurrentActor() actor: Actor,
    @Uuid('user_id') id: string,
    @Body() body: UseCreditsBody,
  ): Promise<CreditsDto> {
    return new CreditsDto(await this.credits.use(actor, await this.directory.idOf(id), body));
  }
}
