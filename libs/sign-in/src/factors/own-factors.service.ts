import { Inject, Injectable } from '@nestjs/common';
import { ActivityLog, type ActivityType } from '@rollcall/activity';
import { Agents } from '@rollcall/agents';
import {
  type Actor,
  assertFreshSession,
  type FactorsOfAgent,
  type SecondFactorEntity,
  SecondFactors,
  Sessions,
  totpUri,
} from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { type Transaction, Transactions } from '@rollcall/database';
import { DomainError, invalidField } from '@rollcall/kernel';

/** More are of no use to anybody, and each wrong code is compared with all of them. */
const MAX_FACTORS = 10;

/** An app that is being set up. The secret is shown once. */
export interface BegunTotp {
  readonly factor: SecondFactorEntity;
  readonly secret: string;
  /** What the app reads from a QR code. */
  readonly uri: string;
}

/** The second factors of the actor itself. All but reading takes a fresh session. */
@Injectable()
export class OwnFactors {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: Agents,
    private readonly factors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly activity: ActivityLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list({ agentId }: Actor): Promise<FactorsOfAgent> {
    return this.factors.of(this.transactions.reader, agentId);
  }

  /** Begins to set up an app. @throws DomainError `too_many_factors` and those of `assertFreshSession` */
  async startTotp(actor: Actor, name: string): Promise<BegunTotp> {
    assertFreshSession(actor);
    return this.transactions.run(async (tx) => {
      const { id, email } = await this.agents.lock(tx, actor.agentId);
      if ((await this.factors.list(tx.manager, id)).length >= MAX_FACTORS)
        throw new DomainError('too_many_factors', `You have ${MAX_FACTORS} second factors; remove one first`);
      const { factor, secret } = await this.factors.startTotp(tx, id, name);
      const issuer = `Rollcall ${new URL(this.config.http.publicUrl).host}`;
      return { factor, secret, uri: totpUri(issuer, email ?? String(id), secret) };
    });
  }

  /**
   * Completes {@link startTotp} by the first code of the app. Returns the recovery codes that come with the first factor, shown once. The
   * session counts as one in which the factor was shown; the agent's other sessions do not.
   * @throws DomainError `second_factor_not_found`, `invalid_input` for a wrong code, and those of `assertFreshSession`
   */
  async confirmTotp(
    actor: Actor,
    id: number,
    code: string,
  ): Promise<{ readonly factor: SecondFactorEntity; readonly recoveryCodes: readonly string[] }> {
    const { agentId, sessionId } = actor;
    return this.transactions.run(async (tx) => {
      await this.agents.lock(tx, agentId);
      const factor = (await this.factors.findBegun(tx, agentId, id)) ?? notFound(id);
      assertFreshSession(actor);
      const isFirst = (await this.factors.list(tx.manager, agentId)).length === 0;
      if (!(await this.factors.confirm(tx, factor, code)))
        throw invalidField(
          'code',
          'code is wrong; scan the QR code again, and see that the clock of your phone is right',
        );
      const recoveryCodes = isFirst ? await this.factors.renewRecoveryCodes(tx.manager, agentId) : [];
      if (sessionId !== null) await this.sessions.showFactor(tx, agentId, sessionId);
      await this.record(tx, actor, 'mfa_enrolled', `enrolled the second factor "${factor.name}" (an app)`);
      return { factor, recoveryCodes };
    });
  }

  /** @throws DomainError `second_factor_not_found` and those of `assertFreshSession` */
  async rename(actor: Actor, id: number, name: string): Promise<SecondFactorEntity> {
    return this.transactions.run(async (tx) => this.factors.rename(tx.manager, await this.lock(tx, actor, id), name));
  }

  /** Removes a factor, and with the last one the recovery codes. @throws DomainError `second_factor_not_found` and those of `assertFreshSession` */
  async remove(actor: Actor, id: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      const factor = await this.lock(tx, actor, id);
      await this.factors.remove(tx.manager, factor);
      await this.record(tx, actor, 'mfa_removed', `removed the second factor "${factor.name}"`);
    });
  }

  /** Makes ten new recovery codes, shown once; those before are void. @throws DomainError `second_factor_not_found` and those of `assertFreshSession` */
  async renewRecoveryCodes(actor: Actor): Promise<readonly string[]> {
    return this.transactions.run(async (tx) => {
      await this.agents.lock(tx, actor.agentId);
      if ((await this.factors.list(tx.manager, actor.agentId)).length === 0)
        throw new DomainError(
          'second_factor_not_found',
          'Recovery codes stand in for a second factor; enrol one first',
        );
      assertFreshSession(actor);
      await this.record(tx, actor, 'mfa_enrolled', 'made new recovery codes');
      return this.factors.renewRecoveryCodes(tx.manager, actor.agentId);
    });
  }

  /** A factor of the actor, which may be changed now. */
  private async lock(tx: Transaction, actor: Actor, id: number): Promise<SecondFactorEntity> {
    await this.agents.lock(tx, actor.agentId);
    const factor = (await this.factors.find(tx.manager, actor.agentId, id)) ?? notFound(id);
    assertFreshSession(actor);
    return factor;
  }

  private async record(tx: Transaction, actor: Actor, type: ActivityType, description: string): Promise<void> {
    await this.activity.record(tx, actor, { type, description, target: { type: 'agent', id: actor.agentId } });
  }
}

function notFound(id: number): never {
  throw new DomainError(
    'second_factor_not_found',
    `You have no second factor ${id}, or it was begun more than ten minutes ago`,
  );
}
