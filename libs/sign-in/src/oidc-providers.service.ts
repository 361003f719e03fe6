import { Injectable } from '@nestjs/common';
import { type ActivityChanges, ActivityLog, type ActivityType, changesBetween } from '@rollcall/activity';
import {
  type Actor,
  assertKeepsLimits,
  assertMayGrant,
  knownPermissions,
  SecretBox,
  Sessions,
  UNLIMITED,
} from '@rollcall/auth';
import { type Transaction, Transactions } from '@rollcall/database';
import { DomainError, invalidField } from '@rollcall/kernel';
import { Roles } from '@rollcall/roles';
import { Teams } from '@rollcall/teams';
import { type EntityManager, In } from 'typeorm';

import { OidcClient, withoutSlash } from './oidc-client.js';
import { OidcLinkEntity } from './oidc-link.entity.js';
import { OidcProviderEntity, type ProviderKind } from './oidc-provider.entity.js';
import { OidcSessionEntity } from './oidc-session.entity.js';
import { OidcTeamEntity } from './oidc-team.entity.js';

/** A group at the provider, and the team that stands for it, by name. */
export interface TeamOfGroup {
  readonly group: string;
  readonly team: string;
}

/** What the peer's clients do not know of. */
interface OwnFields {
  readonly permissions: readonly string[];
  readonly createsAgents: boolean;
  readonly emailDomains: readonly string[];
  readonly allowedGroups: readonly string[];
  readonly groupsClaim: string;
  readonly teams: readonly TeamOfGroup[];
  readonly logsOutThere: boolean;
}

/** The fields of a provider that its administrator sets. Of {@link OwnFields} those that are left out stay as they are. */
export interface OidcProviderInput {
  readonly name: string;
  readonly enabled: boolean;
  readonly kind: ProviderKind;
  readonly issuer: string;
  readonly clientId: string;
  /** Null for the one that it has. */
  readonly clientSecret: string | null;
  readonly logoUrl: string | null;
  readonly own: Partial<OwnFields>;
}

/** For a new provider. What those may hold who sign in by it is what the role Agent permits. */
const DEFAULTS: Omit<OwnFields, 'permissions'> = {
  createsAgents: false,
  emailDomains: [],
  allowedGroups: [],
  groupsClaim: 'groups',
  teams: [],
  logsOutThere: false,
};

/** A provider with the teams that stand for its groups. */
export interface ShownProvider {
  readonly provider: OidcProviderEntity;
  /** In the order of the groups. */
  readonly teams: readonly TeamOfGroup[];
}

/** Completes the sentence "You may not …". */
const SETTING_UP = 'set up how people sign in who may hold these permissions';

/**
 * The identity providers that people sign in by. Whoever controls a provider can become anybody who signs in by it, so to set one up,
 * or to change anything of it, takes every permission that those may hold.
 */
@Injectable()
export class OidcProviders {
  constructor(
    private readonly transactions: Transactions,
    private readonly client: OidcClient,
    private readonly box: SecretBox,
    private readonly roles: Roles,
    private readonly teams: Teams,
    private readonly sessions: Sessions,
    private readonly activity: ActivityLog,
  ) {}

  /** The newest first. */
  async list(): Promise<ShownProvider[]> {
    const { reader } = this.transactions;
    return this.shown(reader, await reader.find(OidcProviderEntity, { order: { id: 'DESC' } }));
  }

  /** Those that people may sign in by, in the order in which they were made. */
  async listEnabled(): Promise<OidcProviderEntity[]> {
    return this.transactions.reader.find(OidcProviderEntity, { where: { enabled: true }, order: { id: 'ASC' } });
  }

  /** @throws DomainError `oidc_provider_not_found` */
  async get(id: number): Promise<ShownProvider> {
    const { reader } = this.transactions;
    return this.one(reader, (await reader.findOneBy(OidcProviderEntity, { id })) ?? providerNotFound(id));
  }

  /**
   * Sets a provider up, after a look at whether it is there.
   * @throws DomainError `invalid_input`, also when the provider cannot be reached, and `escalation_refused`
   */
  async create(actor: Actor, input: OidcProviderInput): Promise<ShownProvider> {
    const { clientSecret } = input;
    if (clientSecret === null)
      throw invalidField('client_secret', 'client_secret is required; the identity provider shows it');
    const role = (await this.roles.list()).find(({ builtIn }) => builtIn === 'agent');
    const own = { ...DEFAULTS, permissions: role?.permissions ?? [], ...input.own };
    const { teams } = own;
    const fields = this.fieldsOf(actor, input, own, this.box.seal(clientSecret));
    await this.assertThere(fields);
    return this.transactions.run(async (tx) => {
      const provider = await tx.manager.save(
        tx.manager.create(OidcProviderEntity, { ...fields, createdAt: tx.now, updatedAt: tx.now }),
      );
      await this.setTeams(tx, provider.id, teams);
      const shown = await this.one(tx.manager, provider);
      await this.record(tx, actor, 'oidc_provider_created', provider, changesBetween(null, toldOf(shown)));
      return shown;
    });
  }

  /**
   * Sets all fields. Who has signed in by it is out when it is switched off or becomes another; the accounts of another are linked anew.
   * @throws DomainError `oidc_provider_not_found` and the errors of {@link create}
   */
  async update(actor: Actor, id: number, input: OidcProviderInput): Promise<ShownProvider> {
    const { provider: known, teams: knownTeams } = await this.get(id);
    assertMayGrant(actor, known.permissions, SETTING_UP);
    const { clientSecret } = input;
    const { permissions, createsAgents, emailDomains, allowedGroups, groupsClaim, logsOutThere } = known;
    const own = {
      ...{ permissions, createsAgents, emailDomains, allowedGroups, groupsClaim, logsOutThere, teams: knownTeams },
      ...input.own,
    };
    const { teams } = own;
    // The secret would be sent to the new address.
    if (clientSecret === null && withoutSlash(known.issuer) !== withoutSlash(input.issuer))
      throw invalidField('client_secret', 'client_secret must be sent again with another provider_url');
    const sealed = clientSecret === null ? known.clientSecret : this.box.seal(clientSecret);
    const fields = this.fieldsOf(actor, input, own, sealed);
    await this.assertThere(fields);
    return this.transactions.run(async (tx) => {
      const provider = await lock(tx, id);
      if (provider.updatedAt.getTime() !== known.updatedAt.getTime())
        throw new DomainError('agent_changed', 'The identity provider was changed at the same time; read it again');
      const before = toldOf(await this.one(tx.manager, provider));
      const isAnother =
        withoutSlash(provider.issuer) !== withoutSlash(fields.issuer) || provider.clientId !== fields.clientId;
      if (isAnother) await tx.manager.delete(OidcLinkEntity, { providerId: id });
      if (isAnother || !fields.enabled) await this.endSessions(tx, id);
      const changes = { ...fields, updatedAt: tx.now };
      await tx.manager.update(OidcProviderEntity, { id }, changes);
      await this.setTeams(tx, id, teams);
      Object.assign(provider, changes);
      const shown = await this.one(tx.manager, provider);
      const secret = clientSecret === null ? {} : { clientSecretSet: true };
      await this.record(
        tx,
        actor,
        'oidc_provider_updated',
        provider,
        changesBetween(before, { ...toldOf(shown), ...secret }),
      );
      return shown;
    });
  }

  /** Nobody signs in by it any more, and who has is out. @throws DomainError `oidc_provider_not_found` */
  async delete(actor: Actor, id: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      const provider = await lock(tx, id);
      const before = toldOf(await this.one(tx.manager, provider));
      await this.endSessions(tx, id);
      await tx.manager.delete(OidcProviderEntity, { id });
      await this.record(tx, actor, 'oidc_provider_deleted', provider, changesBetween(before, null));
    });
  }

  /** The columns that an input stands for, if the actor may set them. */
  private fieldsOf(
    actor: Actor,
    { name, enabled, kind, issuer, clientId, logoUrl }: OidcProviderInput,
    { createsAgents, emailDomains, allowedGroups, groupsClaim, logsOutThere, ...own }: OwnFields,
    sealed: string,
  ) {
    const permissions = knownPermissions('permissions', own.permissions);
    assertMayGrant(actor, permissions, SETTING_UP);
    assertKeepsLimits(actor, actor.agentId, UNLIMITED, 'set up how people sign in, yourself among them');
    const problem = this.client.issuerProblem(issuer);
    if (problem !== null) throw invalidField('provider_url', `provider_url ${problem}`);
    if (createsAgents && emailDomains.length === 0 && allowedGroups.length === 0)
      throw invalidField(
        'create_agents',
        'create_agents takes email_domains or allowed_groups; otherwise anybody with an account there would become an agent',
      );
    return {
      ...{ name, enabled, kind, issuer, clientId, logoUrl, clientSecret: sealed, updatedBy: actor.agentId },
      ...{ permissions, createsAgents, groupsClaim, logsOutThere },
      ...{ emailDomains: [...emailDomains], allowedGroups: [...allowedGroups] },
    };
  }

  /** One that is switched off need not be there. */
  private async assertThere(
    provider: Pick<OidcProviderEntity, 'enabled' | 'issuer' | 'clientId' | 'clientSecret'>,
  ): Promise<void> {
    if (!provider.enabled) return;
    try {
      await this.client.discover(provider);
    } catch {
      throw invalidField(
        'provider_url',
        'provider_url has no OpenID Connect provider that can be reached and calls itself exactly so; its metadata is at /.well-known/openid-configuration below it',
      );
    }
  }

  private async setTeams(tx: Transaction, providerId: number, asked: readonly TeamOfGroup[]): Promise<void> {
    const teamsOf = await this.teams.resolver(
      tx,
      asked.map(({ team }) => team),
    );
    const rows = asked.flatMap(({ group, team }) =>
      teamsOf([team]).map(({ id }) => ({ providerId, group, teamId: id })),
    );
    await tx.manager.delete(OidcTeamEntity, { providerId });
    const unique = new Map(rows.map((row) => [`${row.teamId} ${row.group}`, row]));
    if (unique.size > 0) await tx.manager.insert(OidcTeamEntity, [...unique.values()]);
  }

  private async endSessions({ manager }: Transaction, providerId: number): Promise<void> {
    const begun = await manager.findBy(OidcSessionEntity, { providerId });
    await this.sessions.endThese(
      manager,
      begun.map(({ sessionId }) => sessionId),
    );
  }

  private async one(manager: EntityManager, provider: OidcProviderEntity): Promise<ShownProvider> {
    const [shown] = await this.shown(manager, [provider]);
    if (!shown) throw new Error('A provider has lost its place in a list of one');
    return shown;
  }

  private async shown(manager: EntityManager, providers: readonly OidcProviderEntity[]): Promise<ShownProvider[]> {
    const rows = await manager.find(OidcTeamEntity, {
      where: { providerId: In(providers.map(({ id }) => id)) },
      order: { group: 'ASC', teamId: 'ASC' },
    });
    const names = await this.teams.namesOf(
      manager,
      rows.map(({ teamId }) => teamId),
    );
    return providers.map((provider) => ({
      provider,
      teams: rows
        .filter(({ providerId }) => providerId === provider.id)
        .map(({ group, teamId }) => ({ group, team: names.get(teamId) ?? '' })),
    }));
  }

  private async record(
    tx: Transaction,
    actor: Actor,
    type: ActivityType,
    { id, name }: OidcProviderEntity,
    changes: ActivityChanges,
  ): Promise<void> {
    const description = `${type.replace('oidc_provider_', '')} identity provider ${name} (#${id})`;
    await this.activity.record(tx, actor, { type, description, target: { type: 'oidc_provider', id }, changes });
  }
}

/** What the activity log has of a provider: not its secret. */
function toldOf({ provider, teams }: ShownProvider) {
  const { name, enabled, kind, issuer, clientId, logoUrl, permissions, logsOutThere } = provider;
  const { createsAgents, emailDomains, allowedGroups, groupsClaim } = provider;
  return {
    ...{ name, enabled, provider: kind, providerUrl: issuer, clientId, logoUrl, permissions, teams },
    ...{ createAgents: createsAgents, emailDomains, allowedGroups, groupsClaim, logOutThere: logsOutThere },
  };
}

async function lock({ manager }: Transaction, id: number): Promise<OidcProviderEntity> {
  const found = await manager.findOne(OidcProviderEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  return found ?? providerNotFound(id);
}

function providerNotFound(id: number): never {
  throw new DomainError('oidc_provider_not_found', `There is no identity provider ${id}`);
}
