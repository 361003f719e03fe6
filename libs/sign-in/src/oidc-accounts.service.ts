import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '@rollcall/activity';
import { type AgentProfile, Agents } from '@rollcall/agents';
import { type Actor, UNLIMITED } from '@rollcall/auth';
import type { Transaction } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';
import { GroupRoles } from '@rollcall/provisioning';
import { Teams } from '@rollcall/teams';

import type { Person } from './admission.js';
import { OidcLinkEntity } from './oidc-link.entity.js';
import type { OidcProviderEntity } from './oidc-provider.entity.js';
import { OidcTeamEntity } from './oidc-team.entity.js';
import { SignInRefused } from './sign-in-refused.js';

/** Finds or makes the agent of an account at a provider, and keeps its teams, and the roles that they give, as the provider says. */
@Injectable()
export class OidcAccounts {
  constructor(
    private readonly agents: Agents,
    private readonly teams: Teams,
    private readonly groupRoles: GroupRoles,
  ) {}

  /**
   * The agent that the person is, which is locked and is enabled. What its groups give and take is done in the name of whoever set the
   * provider up, within the permissions of the provider.
   * @throws SignInRefused
   */
  async agentOf(tx: Transaction, provider: OidcProviderEntity, person: Person, origin: RequestOrigin): Promise<number> {
    const actor: Actor = {
      ...{ ip: origin.ip, requestId: origin.requestId, agentId: provider.updatedBy, keyId: null, sessionId: null },
      ...{ permissions: new Set(provider.permissions), limits: UNLIMITED, proof: null },
    };
    const known = await this.find(tx, provider, person);
    const { wanted, left } = await this.teamsOf(tx, provider.id, person.groups);
    const held = new Set(known?.teams.map(({ id }) => id));
    const lost = left.filter((id) => held.has(id));
    try {
      // Teams before agents, in the order of their ids: as whoever else changes both.
      const locked = new Map<number, Awaited<ReturnType<Teams['lock']>>>();
      for (const id of [...wanted, ...lost].toSorted((a, b) => a - b)) locked.set(id, await this.teams.lock(tx, id));
      const agent = known ? await this.agents.lock(tx, known.id) : await this.create(tx, actor, provider, person);
      assertMayEnter(provider, agent);
      await this.link(tx, provider.id, person.subject, agent.id);
      for (const [id, team] of locked) {
        const change = lost.includes(id) ? { added: [], removed: [agent.id] } : { added: [agent.id], removed: [] };
        if (lost.includes(id) || !held.has(id)) await this.teams.changeMembers(tx, actor, team, change);
        await this.groupRoles.follow(tx, actor, id, change);
      }
      return agent.id;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'escalation_refused')
        throw new SignInRefused('agent_beyond_provider', known?.id ?? null, { cause: error });
      throw error;
    }
  }

  /** By the account, or by the e-mail the first time. An agent that has been deleted is nobody's any more. */
  private async find(tx: Transaction, provider: OidcProviderEntity, person: Person): Promise<AgentProfile | null> {
    const { subject } = person;
    const link = await tx.manager.findOneBy(OidcLinkEntity, { providerId: provider.id, subject });
    const linked = link && (await this.agents.find(tx, link.agentId));
    if (linked) return linked;
    if (link) await tx.manager.delete(OidcLinkEntity, { providerId: provider.id, subject });
    const agent = await this.agents.findByEmail(tx, person.email);
    if (!agent && !provider.createsAgents) throw new SignInRefused('agent_unknown');
    return agent;
  }

  private async create(
    tx: Transaction,
    actor: Actor,
    provider: OidcProviderEntity,
    { firstName, lastName, email }: Person,
  ): Promise<AgentProfile> {
    return this.agents.createWithin(
      tx,
      actor,
      {
        ...{ firstName, lastName, email, enabled: true, sendWelcomeEmail: false, teams: [] },
        roles: { uuid: null, superuser: undefined },
      },
      { by: ` by the first sign-in with ${provider.name}` },
    );
  }

  /** @throws SignInRefused when the agent has another account at the provider */
  private async link(tx: Transaction, providerId: number, subject: string, agentId: number): Promise<void> {
    const links = await tx.manager.findBy(OidcLinkEntity, { providerId, agentId });
    if (links.some((link) => link.subject === subject)) return;
    if (links.length > 0) throw new SignInRefused('agent_linked', agentId);
    await tx.manager.insert(OidcLinkEntity, { providerId, subject, agentId, createdAt: tx.now });
  }

  /** The teams that stand for the groups of an account, and those that stand for other groups. */
  private async teamsOf(
    { manager }: Transaction,
    providerId: number,
    groups: ReadonlySet<string>,
  ): Promise<{ readonly wanted: readonly number[]; readonly left: readonly number[] }> {
    const rows = await manager.findBy(OidcTeamEntity, { providerId });
    const wanted = new Set(rows.filter(({ group }) => groups.has(group)).map(({ teamId }) => teamId));
    const all = new Set(rows.map(({ teamId }) => teamId));
    return { wanted: [...wanted], left: [...all].filter((id) => !wanted.has(id)) };
  }
}

/** The System agent has ways of its own, and programs do not sign in. @throws SignInRefused */
function assertMayEnter(
  provider: OidcProviderEntity,
  { id, enabled, isSystem, isService, permissions }: AgentProfile,
): void {
  if (!enabled) throw new SignInRefused('agent_disabled', id);
  if (isSystem || isService || permissions.some((permission) => !provider.permissions.includes(permission)))
    throw new SignInRefused('agent_beyond_provider', id);
}
