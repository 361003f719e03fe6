import { Injectable } from '@nestjs/common';
import type { Transaction } from '@rollcall/database';
import { FACTOR_NEEDED_FROM, joinHeldRoles } from '@rollcall/identity';
import { type EntityManager, IsNull, MoreThan, Not } from 'typeorm';

import { SecretBox } from '../secret-box.js';
import { secretHash } from '../secrets.js';
import { newRecoveryCode, recoveryCodeText } from './recovery-code.js';
import { RecoveryCodeEntity } from './recovery-code.entity.js';
import { SecondFactorEntity } from './second-factor.entity.js';
import { isTotpCode, newTotpSecret, totpStep } from './totp.js';

/** How long somebody may take from the secret of an app to its first code. */
const ENROLMENT_MS = 10 * 60_000;

const RECOVERY_CODES = 10;

/** What a code was taken for. */
export type UsedCode = 'totp' | 'recovery_code';

/** The second factors of an agent. */
export interface FactorsOfAgent {
  /** The oldest first. */
  readonly factors: readonly SecondFactorEntity[];
  readonly recoveryCodesLeft: number;
  /** From when on a role of the agent needs one; null if none does. */
  readonly neededFrom: Date | null;
}

/** A second factor that has begun, with the secret that is shown once. */
export interface StartedTotp {
  readonly factor: SecondFactorEntity;
  /** In Base32. */
  readonly secret: string;
}

/** Stores and checks the second factors of agents. The caller has decided who may, and has locked the agent where it changes anything. */
@Injectable()
export class SecondFactors {
  constructor(private readonly box: SecretBox) {}

  /** The confirmed factors of an agent, the oldest first. */
  async list(manager: EntityManager, agentId: number): Promise<SecondFactorEntity[]> {
    return manager.find(SecondFactorEntity, {
      where: { agentId, confirmedAt: Not(IsNull()) },
      order: { id: 'ASC' },
    });
  }

  /** All that there is to know of an agent's factors. */
  async of(manager: EntityManager, agentId: number): Promise<FactorsOfAgent> {
    const [row]: [{ needed_from: Date | null } | undefined] = await manager.query(
      `SELECT ${FACTOR_NEEDED_FROM} AS needed_from FROM (SELECT $1::bigint AS agent_id) AS asked
       ${joinHeldRoles('asked.agent_id')}`,
      [agentId],
    );
    return {
      factors: await this.list(manager, agentId),
      recoveryCodesLeft: await manager.countBy(RecoveryCodeEntity, { agentId }),
      neededFrom: row?.needed_from ?? null,
    };
  }

  /** Begins an app, which counts once it is confirmed. Those that were begun before and not confirmed are gone. */
  async startTotp({ manager, now }: Transaction, agentId: number, name: string): Promise<StartedTotp> {
    await manager.delete(SecondFactorEntity, { agentId, confirmedAt: IsNull() });
    const secret = newTotpSecret();
    const factor = await manager.save(
      manager.create(SecondFactorEntity, {
        ...{ agentId, kind: 'totp', name, createdAt: now, confirmedAt: null, lastUsedAt: null, lastStep: null },
        secret: this.box.seal(secret),
      }),
    );
    return { factor, secret };
  }

  /** An app that was begun within the last ten minutes and is not confirmed; null if there is none. */
  async findBegun({ manager, now }: Transaction, agentId: number, id: number): Promise<SecondFactorEntity | null> {
    const createdAt = MoreThan(new Date(now.getTime() - ENROLMENT_MS));
    return manager.findOneBy(SecondFactorEntity, { agentId, id, confirmedAt: IsNull(), createdAt });
  }

  /** Confirms such an app by its first code, which is used up, and returns whether the code was right. */
  async confirm({ manager, now }: Transaction, factor: SecondFactorEntity, code: string): Promise<boolean> {
    const step = totpStep(this.box.open(factor.secret), code, now);
    if (step === null) return false;
    await manager.save(Object.assign(factor, { confirmedAt: now, lastUsedAt: now, lastStep: step }));
    return true;
  }

  /**
   * Uses up a code of one of the agent's apps, or a recovery code, and says which it was; null if it is neither, or was used before. Of
   * several that use the same code at once exactly one succeeds.
   */
  async use(tx: Transaction, agentId: number, code: string): Promise<UsedCode | null> {
    if (isTotpCode(code)) return (await this.useTotp(tx, agentId, code)) ? 'totp' : null;
    const codeHash = secretHash(recoveryCodeText(code));
    return (await tx.manager.delete(RecoveryCodeEntity, { agentId, codeHash })).affected === 1 ? 'recovery_code' : null;
  }

  /** Makes ten recovery codes instead of those before. They are shown once. */
  async renewRecoveryCodes(manager: EntityManager, agentId: number): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await manager.delete(RecoveryCodeEntity, { agentId });
    await manager.insert(
      RecoveryCodeEntity,
      codes.map((code) => ({ agentId, codeHash: secretHash(recoveryCodeText(code)) })),
    );
    return codes;
  }

  /** A confirmed factor of the agent; null if there is none. */
  async find(manager: EntityManager, agentId: number, id: number): Promise<SecondFactorEntity | null> {
    return manager.findOneBy(SecondFactorEntity, { agentId, id, confirmedAt: Not(IsNull()) });
  }

  async rename(manager: EntityManager, factor: SecondFactorEntity, name: string): Promise<SecondFactorEntity> {
    return manager.save(Object.assign(factor, { name }));
  }

  /** Removes a factor, and with the last one of its agent the recovery codes. */
  async remove(manager: EntityManager, { id, agentId }: SecondFactorEntity): Promise<void> {
    await manager.delete(SecondFactorEntity, { id });
    if ((await this.list(manager, agentId)).length === 0) await manager.delete(RecoveryCodeEntity, { agentId });
  }

  /** Removes all factors and recovery codes of the agent. Returns the confirmed factors. */
  async removeAll(manager: EntityManager, agentId: number): Promise<SecondFactorEntity[]> {
    const removed = await this.list(manager, agentId);
    await manager.delete(SecondFactorEntity, { agentId });
    await manager.delete(RecoveryCodeEntity, { agentId });
    return removed;
  }

  private async useTotp({ manager, now }: Transaction, agentId: number, code: string): Promise<boolean> {
    for (const { id, secret } of await this.list(manager, agentId)) {
      const step = totpStep(this.box.open(secret), code, now);
      if (step === null) continue;
      const { affected } = await manager
        .createQueryBuilder()
        .update(SecondFactorEntity)
        .set({ lastStep: step, lastUsedAt: now })
        .where('id = :id AND (last_step IS NULL OR last_step < :step)', { id, step })
        .execute();
      if (affected === 1) return true;
    }
    return false;
  }
}
