import { Inject, Injectable, Logger } from '@nestjs/common';
import { ActivityLog } from '@rollcall/activity';
import { type ApiKeyPair, ApiKeys, matchesHash } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { type Transaction, Transactions } from '@rollcall/database';
import { normalizeEmail } from '@rollcall/kernel';
import { Roles } from '@rollcall/roles';
import { v7 as uuidv7 } from 'uuid';

import { AgentsRepository } from './agents.repository.js';

const DEFAULT_EMAIL = 'system@rollcall.local';

/** Any number that no other application on the database locks. */
const BOOTSTRAP_LOCK = 7_202_612;

/** The admin that was just created. */
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
   * nothing. Of several processes that start at once, one creates it.
   */
  async run(): Promise<BootstrappedAdmin | null> {
    return this.transactions.run(async (tx) => {
      await tx.manager.query('SELECT pg_advisory_xact_lock($1)', [BOOTSTRAP_LOCK]);
      const system = await this.agents.findSystem(tx.manager);
      if (system) {
        await this.warnOfDifferences(tx, system.id, system.email);
        return null;
      }
      return this.create(tx);
    });
  }

  private async create(tx: Transaction): Promise<BootstrappedAdmin> {
    const { adminEmail, apiKey, apiSecret } = this.config.bootstrap;
    const email = normalizeEmail(adminEmail ?? DEFAULT_EMAIL);
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
    const given = apiKey && apiSecret ? { key: apiKey, secret: apiSecret } : undefined;
    const pair = await this.apiKeys.issue(tx.manager, agent.id, tx.now, given);
    await this.activity.record(tx, null, {
      type: 'agent_created',
      description: `Agent ${email} created by the first start`,
      target: { type: 'agent', id: agent.id },
    });
    return { email, pair, random: !given };
  }

  private async warnOfDifferences(tx: Transaction, systemId: number, systemEmail: string | null): Promise<void> {
    const { adminEmail, apiKey, apiSecret } = this.config.bootstrap;
    if (adminEmail && normalizeEmail(adminEmail) !== systemEmail)
      this.logger.warn(
        'BOOTSTRAP_ADMIN_EMAIL is not the email of the System agent; it is only used on the first start',
      );
    if (!apiKey || !apiSecret) return;
    const stored = await this.apiKeys.findByAgent(tx.manager, systemId);
    if (stored?.key !== apiKey || !matchesHash(apiSecret, stored.secretHash))
      this.logger.warn(
        'BOOTSTRAP_API_KEY and BOOTSTRAP_API_SECRET are not those of the System agent; they are only used on the first start',
      );
  }
}
