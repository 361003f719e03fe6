import type { Transaction } from '@rollcall/database';

import { BillingAccountEntity } from './billing-account.entity.js';

/**
 * The agent's account, which nobody else writes before the transaction ends. An agent that a version without billing made
 * gets its account now.
 */
export async function lockAccount({ manager }: Transaction, agentId: number): Promise<BillingAccountEntity> {
  const lock = { mode: 'for_no_key_update' } as const;
  const found = await manager.findOne(BillingAccountEntity, { where: { agentId }, lock });
  if (found) return found;
  await manager.query('INSERT INTO billing_accounts (agent_id) VALUES ($1) ON CONFLICT (agent_id) DO NOTHING', [
    agentId,
  ]);
  return manager.findOneOrFail(BillingAccountEntity, { where: { agentId }, lock });
}
