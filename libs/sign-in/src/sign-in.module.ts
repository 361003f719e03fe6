import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActivityModule } from '@rollcall/activity';
import { AgentsModule } from '@rollcall/agents';
import { CredentialsModule } from '@rollcall/auth';
import { LimitsModule } from '@rollcall/limits';
import { MailModule } from '@rollcall/mail';
import { ProvisioningModule } from '@rollcall/provisioning';
import { RolesModule } from '@rollcall/roles';
import { TeamsModule } from '@rollcall/teams';

import { CodeGuesses } from './factors/code-guesses.js';
import { FactorResets } from './factors/factor-resets.service.js';
import { OwnFactors } from './factors/own-factors.service.js';
import { SecondStep } from './factors/second-step.service.js';
import { OidcAccounts } from './oidc-accounts.service.js';
import { OidcAttemptEntity } from './oidc-attempt.entity.js';
import { OidcAttempts } from './oidc-attempts.service.js';
import { OidcClient } from './oidc-client.js';
import { OidcLinkEntity } from './oidc-link.entity.js';
import { OidcLogoutTokenEntity } from './oidc-logout-token.entity.js';
import { OidcLogout } from './oidc-logout.service.js';
import { OidcProviderEntity } from './oidc-provider.entity.js';
import { OidcProviders } from './oidc-providers.service.js';
import { OidcSessionEntity } from './oidc-session.entity.js';
import { OidcSignIn } from './oidc-sign-in.service.js';
import { OidcTeamEntity } from './oidc-team.entity.js';
import { ProviderRequests } from './provider-requests.js';

/** Signing in by identity providers, and second factors. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      OidcAttemptEntity,
      OidcLinkEntity,
      OidcLogoutTokenEntity,
      OidcProviderEntity,
      OidcSessionEntity,
      OidcTeamEntity,
    ]),
    ActivityModule,
    AgentsModule,
    CredentialsModule,
    LimitsModule,
    MailModule,
    ProvisioningModule,
    RolesModule,
    TeamsModule,
  ],
  providers: [
    CodeGuesses,
    FactorResets,
    OidcAccounts,
    OidcAttempts,
    OidcClient,
    OidcLogout,
    OidcProviders,
    OidcSignIn,
    OwnFactors,
    ProviderRequests,
    SecondStep,
  ],
  exports: [FactorResets, OidcLogout, OidcProviders, OidcSignIn, OwnFactors, SecondStep],
})
export class SignInModule {}
