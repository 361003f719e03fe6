import { Injectable } from '@nestjs/common';
import { ActivityLog, type ActivityEntry, WHOM } from '@rollcall/activity';
import {
  type ApiKeyMaterial,
  type ApiKeyPair,
  ApiKeys,
  DEFAULT_KEY_NAME,
  randomBearerToken,
  randomPair,
} from '@rollcall/auth';
import { type Transaction, Transactions } from '@rollcall/database';

import { AgentsRepository } from './agents.repository.js';
import { keyCreatedEntry } from './api-key-activity.js';
import { TOKEN_NAME } from './bootstrap.service.js';

/** The new credentials of the admin. The secrets are stored nowhere. */
export interface AdminCredentials {
  readonly email: string;
  readonly pair: ApiKeyPair;
  readonly token: string;
}

/** The way back in for an operator who may write to the database. */
@Injectable()
export class AdminReset {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly apiKeys: ApiKeys,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Enables the System agent, and replaces its pair `default` and its bearer key `token` by new ones without
   * restrictions. Its other keys, its sessions and its password stay as they are. Of several resets at once the last
   * one counts. Returns null when there is no System agent yet.
   */
  async run(): Promise<AdminCredentials | null> {
    return this.transactions.run(async (tx) => {
      const system = await this.agents.lockSystem(tx.manager);
      if (!system) return null;
      const { id, enabled } = system;
      if (!enabled) await this.agents.update(tx.manager, id, { enabled: true, updatedAt: tx.now });
      const [pair, token] = [randomPair(), randomBearerToken()];
      const entries = [
        await this.replaceKey(tx, id, DEFAULT_KEY_NAME, pair),
        await this.replaceKey(tx, id, TOKEN_NAME, { key: null, secret: token }),
      ];
      const description = `gave ${WHOM} new keys, as the command line asked${enabled ? '' : ', and enabled it'}`;
      await this.activity.record(
        tx,
        null,
        { type: 'admin_reset', description, target: { type: 'agent', id } },
        ...entries,
      );
      return { email: system.email ?? String(id), pair, token };
    });
  }

  private async replaceKey(
    tx: Transaction,
    agentId: number,
    name: string,
    material: ApiKeyMaterial,
  ): Promise<ActivityEntry> {
    const replaced = await this.apiKeys.find(tx.manager, agentId, { name });
    await this.apiKeys.revoke(tx.manager, agentId, { name });
    const made = { agentId, createdAt: tx.now, createdBy: null, name };
    return keyCreatedEntry(await this.apiKeys.issue(tx.manager, made, material), replaced);
  }
}
