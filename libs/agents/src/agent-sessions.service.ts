import { Injectable } from '@nestjs/common';
import { type ActivityActor, ActivityLog, type RequestOrigin, WHOM } from '@rollcall/activity';
import {
  type Actor,
  type BegunSession,
  type ProvedBy,
  type SessionEntity,
  type SessionOrigin,
  Sessions,
} from '@rollcall/auth';
import { type Transaction, Transactions } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';

import { agentNotFound } from './agent.errors.js';
import { AgentsRepository } from './agents.repository.js';

/** Where a login comes from. */
export type LoginOrigin = SessionOrigin & RequestOrigin;

/** Begins, shows and ends the sessions of agents. */
@Injectable()
export class AgentSessions {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly sessions: Sessions,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Begins a session as a part of the transaction that finds out who the agent is. `how` is the sentence of its entry, without the
   * agent: `logged in by …`. Null if the agent is disabled or deleted.
   */
  async beginWithin(
    tx: Transaction,
    agentId: number,
    origin: LoginOrigin,
    how: string,
    provedBy: ProvedBy,
  ): Promise<BegunSession | null> {
    const login = await this.agents.lockLogin(tx.manager, agentId);
    return login?.enabled ? this.beginLocked(tx, agentId, origin, how, provedBy) : null;
  }

  /** {@link beginWithin} for an agent that is locked and enabled. */
  async beginLocked(
    tx: Transaction,
    agentId: number,
    origin: LoginOrigin,
    how: string,
    provedBy: ProvedBy,
  ): Promise<BegunSession> {
    await this.agents.update(tx.manager, agentId, { lastLoginAt: tx.now });
    await this.record(tx, { ...origin, agentId }, agentId, 'agent_login', how);
    return this.sessions.begin(tx, agentId, origin, provedBy);
  }

  /** Ends the session of this token, if it is under way. */
  async logout(token: string, origin: RequestOrigin): Promise<void> {
    const session = await this.sessions.verify(token);
    if (!session) return;
    const { agentId, sessionId } = session;
    await this.transactions.run(async (tx) => {
      if (await this.sessions.end(tx.manager, agentId, sessionId))
        await this.record(tx, { ...origin, agentId }, agentId, 'agent_logout', 'logged out');
    });
  }

  /** The actor's own sessions, the latest used first. */
  async list({ agentId }: Actor): Promise<SessionEntity[]> {
    return this.sessions.list(agentId);
  }

  /** Ends one of the actor's own sessions. @throws DomainError `session_not_found` */
  async end(actor: Actor, id: number): Promise<void> {
    const { agentId } = actor;
    await this.transactions.run(async (tx) => {
      if (!(await this.sessions.end(tx.manager, agentId, id)))
        throw new DomainError('session_not_found', `You have no session ${id}`);
      await this.record(tx, actor, agentId, 'agent_logout', `ended session ${id}`);
    });
  }

  /** Ends all of the actor's own sessions except the one of this request. */
  async endOthers(actor: Actor): Promise<void> {
    const { agentId, sessionId } = actor;
    await this.transactions.run(async (tx) => {
      const ended = await this.sessions.endAll(tx.manager, agentId, sessionId);
      if (ended > 0) await this.record(tx, actor, agentId, 'agent_logout', `ended all its other sessions (${ended})`);
    });
  }

  /** The sessions of any agent, the latest used first. @throws DomainError `agent_not_found` */
  async listOf(id: number): Promise<SessionEntity[]> {
    if (!(await this.agents.findById(this.transactions.reader, id))) agentNotFound(id);
    return this.sessions.list(id);
  }

  /**
   * Ends a session of any agent.
   * @throws DomainError `agent_not_found`, `agent_protected`, `session_not_found`
   */
  async endOf(actor: Actor, id: number, sessionId: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.lockToEnd(tx, actor, id);
      if (!(await this.sessions.end(tx.manager, id, sessionId)))
        throw new DomainError('session_not_found', `Agent ${id} has no session ${sessionId}`);
      await this.record(tx, actor, id, 'agent_logout', `ended session ${sessionId} of ${WHOM}`);
    });
  }

  /** Ends all sessions of any agent, except the one of this request. @throws DomainError `agent_not_found`, `agent_protected` */
  async endAllOf(actor: Actor, id: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.lockToEnd(tx, actor, id);
      const ended = await this.sessions.endAll(tx.manager, id, actor.sessionId);
      if (ended > 0) await this.record(tx, actor, id, 'agent_logout', `ended all sessions of ${WHOM} (${ended})`);
    });
  }

  /** Whoever may disable an agent may end its sessions, which is less; nobody disables the System agent. */
  private async lockToEnd(tx: Transaction, actor: Actor, id: number): Promise<void> {
    const { isSystem } = (await this.agents.lockById(tx.manager, id)) ?? agentNotFound(id);
    if (isSystem && actor.agentId !== id)
      throw new DomainError('agent_protected', 'Only the System agent itself can end its sessions');
  }

  /** Notes that somebody was not let in, as the agent if one is known. `how` ends the sentence of the entry: ` by …`. */
  async recordFailure(id: number | null, origin: LoginOrigin, how: string): Promise<void> {
    const somebody = { ...origin, agentId: null };
    const description = `failed to log in${id === null ? '' : ` as ${WHOM}`}${how}`;
    await this.transactions.run((tx) => this.record(tx, somebody, id, 'login_failed', description));
  }

  private async record(
    tx: Transaction,
    actor: ActivityActor,
    id: number | null,
    type: 'agent_login' | 'agent_logout' | 'login_failed',
    description: string,
  ): Promise<void> {
    await this.activity.record(tx, actor, { type, description, target: { type: 'agent', id } });
  }
}
