import { Inject, Injectable, Logger } from '@nestjs/common';
import { ActivityLog } from '@rollcall/activity';
import { type ApiKeyEntity, type ApiKeyPair, ApiKeys, matchesHash } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { type Transaction, Transactions } from '@rollcall/database';
import { normalizeEmail } from '@rollcall/kernel';
import { Roles } from '@rollcall/roles';
import { v7 as uuidv7 } from 'uuid';

import type { AgentEntity } from './agent.entity.js';
import { AgentsRepository } from './agents.repository.js';

const DEFAULT_EMAIL = 'system@rollcall.local';

/** Any number that no other application on the database locks. */
const BOOTSTRAP_LOCK = 7_202_612;

/** The admin that was just created, or given a new key. */
export interface BootstrappedAdmin {
  readonly email: string;
  readonly pair: ApiKeyPair;
  /** Whether the pair was made at random, so that nobody knows it yet. */
  readonly random: boolean;
}

/** Creates the System agent with the role Admin on the very first start. */
@Injectable()
export class Bootstrap {
  private readonly logger = new Logger(Bootstrap.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly roles: Roles,
    private readonly apiKeys: ApiKeys,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Returns the new admin, or null when there is one already; settings that differ from it are then warned of and change
   * nothing. A System agent without a key gets a new one, which is the way back in for who lost all others. Of several
   * processes that start at once, one does it.
   */
  async run(): Promise<BootstrappedAdmin | null> {
    return this.transactions.run(async (tx) => {
      await tx.manager.query('SELECT pg_advisory_xact_lock($1)', [BOOTSTRAP_LOCK]);
      const system = await this.agents.findSystem(tx.manager);
      if (!system) return this.create(tx);
      const key = await this.apiKeys.findByAgent(tx.manager, system.id);
      if (!key) return this.giveKey(tx, system);
      this.warnOfDifferences(system, key);
      return null;
    });
  }

  private async create(tx: Transaction): Promise<BootstrappedAdmin> {
    const email = normalizeEmail(this.config.bootstrap.adminEmail ?? DEFAULT_EMAIL);
    const agent = await this.agents.insert(tx.manager, {
      uuid: uuidv7(),
      createdAt: tx.now,
      updatedAt: tx.now,
      firstName: 'System',
      lastName: '',
      email,
      enabled: true,
      availabilityStatus: 'offline',
      isSystem: true,
    });
    const admin = await this.roles.admin(tx);
    await this.agents.setRoles(tx.manager, agent.id, [admin.id]);
    await this.activity.record(tx, null, {
      type: 'agent_created',
      description: `Agent ${email} created by the first start`,
      target: { type: 'agent', id: agent.id },
    });
    return this.giveKey(tx, agent);
  }

  private async giveKey(tx: Transaction, { id, email }: AgentEntity): Promise<BootstrappedAdmin> {
    const { apiKey, apiSecret } = this.config.bootstrap;
    const given = apiKey && apiSecret ? { key: apiKey, secret: apiSecret } : undefined;
    const pair = await this.apiKeys.issue(tx.manager, id, tx.now, given);
    return { email: email ?? String(id), pair, random: !given };
  }

  private warnOfDifferences({ email }: AgentEntity, key: ApiKeyEntity): void {
    const { adminEmail, apiKey, apiSecret } = this.config.bootstrap;
    const differing = [
      ...(adminEmail && normalizeEmail(adminEmail) !== email ? ['BOOTSTRAP_ADMIN_EMAIL'] : []),
      ...(apiKey && apiKey !== key.key ? ['BOOTSTRAP_API_KEY'] : []),
      ...(apiSecret && !matchesHash(apiSecret, key.secretHash) ? ['BOOTSTRAP_API_SECRET'] : []),
    ];
    if (differing.length > 0)
      this.logger.warn(
        `${differing.join(', ')}: not what the System agent has. These are used on the first start only and change nothing`,
      );
  }
}
