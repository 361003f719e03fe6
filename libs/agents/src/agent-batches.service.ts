import { Injectable } from '@nestjs/common';
import { ActivityLog } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';
import { BillingAccounts, newAccount } from '@rollcall/billing';
import { together, type Transaction } from '@rollcall/database';
import { DomainError, emailKey } from '@rollcall/kernel';
import { Mails } from '@rollcall/mail';

import { createdEntries } from './agent-activity.js';
import { AgentAssignments, type NamedAssignments } from './agent-assignments.service.js';
import { emailTakenError, refusal } from './agent.errors.js';
import { newAgent } from './agent-fields.js';
import type { AgentProfile } from './agent-profile.js';
import { assertMayHandOut } from './agent-rules.js';
import { type AgentToInsert, AgentsRepository } from './agents.repository.js';
import { Agents } from './agents.service.js';

/** One agent of a list that is brought in. What is left out is empty for a new agent, and stays as it is otherwise. */
export interface ListedAgent extends NamedAssignments {
  readonly firstName: string;
  readonly lastName?: string | undefined;
  readonly email: string;
}

/** What becomes of an agent of the list whose mailbox an agent has already. */
export const ON_EXISTING = ['error', 'skip', 'update'] as const;
export type OnExisting = (typeof ON_EXISTING)[number];

/** How a list is brought in. */
export interface BatchOptions {
  readonly onExisting: OnExisting;
  readonly sendWelcomeEmail: boolean;
  /** How it was done, as the end of a sentence of the activity log: ` by …`. */
  readonly by: string;
}

/** What became of one agent of the list. */
export type BatchResult =
  | { readonly outcome: 'created' | 'updated'; readonly agentId: number }
  | { readonly outcome: 'skipped' }
  | { readonly outcome: 'failed'; readonly error: DomainError };

/** Creates many agents with few statements, each by the rules of a single create, and changes those that exist. */
@Injectable()
export class AgentBatches {
  constructor(
    private readonly agents: Agents,
    private readonly repository: AgentsRepository,
    private readonly assignments: AgentAssignments,
    private readonly billing: BillingAccounts,
    private readonly mails: Mails,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Brings the listed agents in, as a part of a transaction, and says in the order of the list what became of each. An agent
   * that is refused by a rule hinders no other. Of two with the same mailbox, the second one exists already.
   */
  async write(
    tx: Transaction,
    actor: Actor,
    listed: readonly ListedAgent[],
    options: BatchOptions,
  ): Promise<BatchResult[]> {
    const keys = listed.map(({ email }) => emailKey(email));
    const isUpdate = options.onExisting === 'update';
    const known = isUpdate ? await this.repository.lockIdsByEmailKeys(tx.manager, keys) : new Map<string, number>();
    const results = new Map<ListedAgent, BatchResult>();
    const unknown = listed.filter((_, index) => !known.has(keys[index] ?? ''));
    await this.create(tx, actor, unknown, options, results);
    const existing = listed.filter((agent) => !results.has(agent));
    if (isUpdate && existing.length > 0) await this.update(tx, actor, existing, options, results);
    return listed.map((agent) => results.get(agent) ?? whenExisting(agent, options.onExisting));
  }

  /** Notes the result of each but those that exist already. */
  private async create(
    tx: Transaction,
    actor: Actor,
    listed: readonly ListedAgent[],
    { sendWelcomeEmail, by }: BatchOptions,
    results: Map<ListedAgent, BatchResult>,
  ): Promise<void> {
    const resolve = await this.assignments.resolver(tx, listed);
    const candidates = listed.flatMap((agent): (readonly [ListedAgent, AgentToInsert])[] => {
      const made = unlessRefused(() => {
        const { roles, teams } = resolve(agent);
        assertMayHandOut(actor, roles);
        return { row: newAgent({ ...agent, lastName: agent.lastName ?? '', ...NEW }, tx.now), roles, teams };
      });
      if (!(made instanceof DomainError)) return [[agent, made]];
      results.set(agent, { outcome: 'failed', error: made });
      return [];
    });
    if (candidates.length === 0) return;
    const written = await this.repository.insertMany(
      tx.manager,
      candidates.map(([, made]) => made),
    );
    const created: AgentProfile[] = [];
    candidates.forEach(([agent], index) => {
      const profile = written[index];
      if (!profile) return;
      created.push(profile);
      results.set(agent, { outcome: 'created', agentId: profile.id });
    });
    await this.settle(tx, actor, created, sendWelcomeEmail, by);
  }

  /** What belongs to new agents. */
  private async settle(
    tx: Transaction,
    actor: Actor,
    created: readonly AgentProfile[],
    sendWelcomeEmail: boolean,
    by: string,
  ): Promise<void> {
    if (created.length === 0) return;
    const { changes: billing } = newAccount(actor);
    const recipients = created.flatMap(({ id, email }) => (email === null ? [] : [{ id, email }]));
    await together([
      this.billing.openMany(
        tx,
        created.map(({ id }) => id),
      ),
      this.activity.record(
        tx,
        actor,
        ...created.flatMap((agent) => createdEntries(agent, { billing, passwordSet: false, by })),
      ),
      sendWelcomeEmail && this.mails.queueWelcomes(tx, recipients),
    ]);
  }

  /** One after the other, since each is asked of as a single change is. */
  private async update(
    tx: Transaction,
    actor: Actor,
    listed: readonly ListedAgent[],
    { by }: BatchOptions,
    results: Map<ListedAgent, BatchResult>,
  ): Promise<void> {
    const ids = await this.repository.lockIdsByEmailKeys(
      tx.manager,
      listed.map(({ email }) => emailKey(email)),
    );
    for (const agent of listed) {
      const id = ids.get(emailKey(agent.email));
      // It was deleted since its mailbox was found taken.
      if (id === undefined) continue;
      const { firstName, lastName, teams, roles } = agent;
      const changes = { firstName, lastName, teams, roles: { names: roles } };
      const refused = await this.agents
        .updateWithin(tx, actor, id, changes, { by })
        .then(() => null)
        .catch(refusal);
      results.set(agent, refused ? { outcome: 'failed', error: refused } : { outcome: 'updated', agentId: id });
    }
  }
}

/** What no list says of a new agent. */
const NEW = { enabled: true, passwordHash: null } as const;

/** What becomes of an agent of the list that exists and is not changed. */
export function whenExisting({ email }: Pick<ListedAgent, 'email'>, onExisting: OnExisting): BatchResult {
  return onExisting === 'skip' ? { outcome: 'skipped' } : { outcome: 'failed', error: emailTakenError(email) };
}

function unlessRefused<T>(make: () => T): T | DomainError {
  try {
    return make();
  } catch (error) {
    return refusal(error);
  }
}
