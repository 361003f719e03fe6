import { Inject, Injectable, Logger } from '@nestjs/common';
import { ActivityLog } from '@rollcall/activity';
import {
  type ApiKeyMaterial,
  type ApiKeyPair,
  ApiKeys,
  DEFAULT_KEY_NAME,
  matchesHash,
  randomBearerToken,
  randomPair,
} from '@rollcall/auth';
import { BillingAccounts } from '@rollcall/billing';
import { CONFIG, type Config } from '@rollcall/config';
import { type Transaction, Transactions } from '@rollcall/database';
import { normalizeEmail } from '@rollcall/kernel';
import { Roles } from '@rollcall/roles';

import { createdEntries } from './agent-activity.js';
import type { AgentEntity } from './agent.entity.js';
import { newAgent } from './agent-fields.js';
import type { AgentProfile } from './agent-profile.js';
import { AgentsRepository } from './agents.repository.js';
import { keyCreatedEntry } from './api-key-activity.js';

const DEFAULT_EMAIL = 'system@rollcall.local';

/** Any number that no other application on the database locks. */
const BOOTSTRAP_LOCK = 7_202_612;

/** The name of the System agent's bearer key. */
export const TOKEN_NAME = 'token';

type SystemAgent = Pick<AgentEntity, 'id' | 'email'>;

/** The keys that were just made for the admin, where nobody knows them yet. */
export interface NewAdminKeys {
  readonly email: string;
  readonly pair: ApiKeyPair | null;
  readonly token: string | null;
}

/** Creates the System agent with the role Admin and its keys, on the very first start. */
@Injectable()
export class Bootstrap {
  private readonly logger = new Logger(Bootstrap.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly roles: Roles,
    private readonly apiKeys: ApiKeys,
    private readonly billing: BillingAccounts,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Creates the System agent if there is none, with a pair named `default` and a bearer key named `token`. Returns
   * those of its keys that were made at random. An existing System agent stays as it is: a key that was revoked stays
   * revoked, and `AdminReset` is the way back in. Settings that differ from what exists cause a warning and change
   * nothing. When several processes start at once, one of them does it.
   */
  async run(): Promise<NewAdminKeys> {
    return this.transactions.run(async (tx) => {
      await tx.manager.query('SELECT pg_advisory_xact_lock($1)', [BOOTSTRAP_LOCK]);
      const system = await this.agents.findSystem(tx.manager);
      if (!system) return this.giveKeys(tx, await this.create(tx));
      await this.warnOfDifferences(tx, system);
      return { email: nameOf(system), pair: null, token: null };
    });
  }

  private async create(tx: Transaction): Promise<AgentProfile> {
    const fields = {
      firstName: 'System',
      lastName: '',
      email: this.config.bootstrap.adminEmail ?? DEFAULT_EMAIL,
      enabled: true,
      passwordHash: null,
      isSystem: true,
    };
    const admin = await this.roles.admin(tx);
    const agent = await this.agents.insert(tx.manager, newAgent(fields, tx.now), [admin], []);
    await this.billing.open(tx, agent.id, {});
    await this.activity.record(tx, null, ...createdEntries(agent, { billing: {}, passwordSet: false }));
    return agent;
  }

  private async giveKeys(tx: Transaction, agent: AgentProfile): Promise<NewAdminKeys> {
    const { apiKey, apiSecret, token } = this.config.bootstrap;
    const givenPair = apiKey && apiSecret ? { key: apiKey, secret: apiSecret } : null;
    const pair = randomPair();
    await this.giveKey(tx, agent.id, DEFAULT_KEY_NAME, givenPair ?? pair);
    const newToken = randomBearerToken();
    await this.giveKey(tx, agent.id, TOKEN_NAME, { key: null, secret: token ?? newToken });
    return { email: nameOf(agent), pair: givenPair ? null : pair, token: token ? null : newToken };
  }

  private async giveKey(tx: Transaction, agentId: number, name: string, material: ApiKeyMaterial): Promise<void> {
    const made = { agentId, createdAt: tx.now, createdBy: null, name };
    await this.activity.record(tx, null, keyCreatedEntry(await this.apiKeys.issue(tx.manager, made, material)));
  }

  private async warnOfDifferences({ manager }: Transaction, { id, email }: SystemAgent): Promise<void> {
    const { adminEmail, apiKey, apiSecret, token } = this.config.bootstrap;
    const pair = await this.apiKeys.find(manager, id, { name: DEFAULT_KEY_NAME });
    const bearer = await this.apiKeys.find(manager, id, { name: TOKEN_NAME });
    const differing = [
      ...(adminEmail && normalizeEmail(adminEmail) !== email ? ['BOOTSTRAP_ADMIN_EMAIL'] : []),
      ...(apiKey && apiKey !== pair?.key ? ['BOOTSTRAP_API_KEY'] : []),
      ...(apiSecret && !(pair && matchesHash(apiSecret, pair.secretHash)) ? ['BOOTSTRAP_API_SECRET'] : []),
      ...(token && !(bearer && matchesHash(token, bearer.secretHash)) ? ['BOOTSTRAP_TOKEN'] : []),
    ];
    if (differing.length > 0)
      this.logger.warn(
        `${differing.join(', ')}: not what the System agent has. These are used on the first start only and change nothing; npm run reset-admin makes new credentials`,
      );
  }
}

function nameOf({ email, id }: SystemAgent): string {
  return email ?? String(id);
}
