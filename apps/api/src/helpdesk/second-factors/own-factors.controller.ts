import { Body, Controller, Delete, Get, HttpCode, Post, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, OpenToHeldBack } from '@rollcall/auth/http';
import { OwnFactors } from '@rollcall/sign-in';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import {
  BegunFactorDto,
  ConfirmedFactorDto,
  ConfirmFactorBody,
  RecoveryCodesDto,
  SecondFactorDto,
  SecondFactorNameBody,
  SecondFactorsDto,
} from './second-factor.dto.js';

const FRESH =
  'Takes a session in which the second factor was shown within the last ten minutes or, without one, that has begun within them.';

/** The caller's own second factors. */
@ApiTags('Second factors')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@AnyAgent()
@OpenToHeldBack()
@Controller('api/v1/agents/me')
export class OwnFactorsController {
  constructor(private readonly factors: OwnFactors) {}

  @Get('second-factors')
  @ApiRoute({ summary: "The caller's second factors", answer: SecondFactorsDto })
  async list(@CurrentActor() actor: Actor): Promise<SecondFactorsDto> {
    return new SecondFactorsDto(await this.factors.list(actor));
  }

  @Post('second-factors/totp')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Begin to set up an app that shows codes (RFC 6238)',
    description: `It counts once it is confirmed, within ten minutes. ${FRESH}`,
    answer: BegunFactorDto,
    errors: [409],
  })
  async start(@CurrentActor() actor: Actor, @Body() { name }: SecondFactorNameBody): Promise<BegunFactorDto> {
    return new BegunFactorDto(await this.factors.startTotp(actor, name));
  }

  @Post('second-factors/:id/confirm')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Confirm the app by the first code that it shows',
    description: `The first second factor brings ten recovery codes. ${FRESH}`,
    answer: ConfirmedFactorDto,
    errors: [404],
  })
  async confirm(
    @CurrentActor() actor: Actor,
    @Id('id') id: number,
    @Body() { code }: ConfirmFactorBody,
  ): Promise<ConfirmedFactorDto> {
    const { factor, recoveryCodes } = await this.factors.confirmTotp(actor, id, code);
    return new ConfirmedFactorDto(factor, recoveryCodes);
  }

  @Put('second-factors/:id')
  @ApiRoute({ summary: 'Name a second factor', description: FRESH, answer: SecondFactorDto, errors: [404] })
  async rename(
    @CurrentActor() actor: Actor,
    @Id('id') id: number,
    @Body() { name }: SecondFactorNameBody,
  ): Promise<SecondFactorDto> {
    return new SecondFactorDto(await this.factors.rename(actor, id, name));
  }

  @Delete('second-factors/:id')
  @ApiRoute({
    summary: 'Remove a second factor; with the last one the recovery codes go',
    description: FRESH,
    answer: true,
    errors: [404],
  })
  async remove(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.factors.remove(actor, id).then(() => true);
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Make ten new recovery codes; those before are void',
    description: FRESH,
    answer: RecoveryCodesDto,
    errors: [404],
  })
  async renewRecoveryCodes(@CurrentActor() actor: Actor): Promise<RecoveryCodesDto> {
    return new RecoveryCodesDto(await this.factors.renewRecoveryCodes(actor));
  }
}
