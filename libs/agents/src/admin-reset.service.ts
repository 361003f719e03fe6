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

/** What lets an operator in again; the secrets are kept nowhere. */
export interface AdminCredentials {
  readonly email: string;
  readonly pair: ApiKeyPair;
  readonly token: string;
}

/** The way back in, for who runs the installation and may write to its database. */
@Injectable()
export class AdminReset {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly apiKeys: ApiKeys,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Gives the System agent a new pair named `default` and a new bearer key named `token`, without restrictions, in place of
   * those it has, if any, and enables it. Its other keys, its sessions and its password are left alone. Of several resets at
   * once the last one counts. Null where there is no System agent yet.
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
