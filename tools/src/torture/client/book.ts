/** An agent as the last acknowledged answers left it. */
export interface BookedAgent {
  /** Undefined for an agent of an import and for a live agent, whose answers do not say it: nothing more is done about these by id. */
  readonly id: number | undefined;
  readonly uuid: string | undefined;
  /** Null for a service account. */
  readonly email: string | null;
  firstName: string;
  lastName: string;
  roles: readonly string[];
  teams: readonly string[];
  availability: string;
  deleted: boolean;
  /** Whether its create asked for a welcome mail. */
  readonly welcome: boolean;
  /** How a plan comes to it: by a subscription at Stripe, or not at all. */
  readonly subscribes: boolean;
  /** The uses of its credits that were acknowledged: amounts by key. */
  readonly uses: Map<string, number>;
  /** The keys of uses that were refused at last, and may have been done by a sending that was not answered. */
  readonly doubtful: Set<string>;
  /** Whether a request about it is under way; each agent has one at a time, so that what it must be is known. */
  busy: boolean;
}

/** A key as the last acknowledged answers left it. */
export interface BookedKey {
  readonly agent: BookedAgent;
  readonly id: number;
  token: string;
  works: boolean;
}

/** What the service has acknowledged. */
export class Book {
  readonly agents: BookedAgent[] = [];
  readonly keys: BookedKey[] = [];
  /** Tokens that a rotation has replaced. */
  readonly oldTokens: { readonly token: string; readonly agent: BookedAgent }[] = [];

  /** Agents about whom nothing is under way and who are not deleted. */
  free(passes: (agent: BookedAgent) => boolean): BookedAgent[] {
    return this.agents.filter((agent) => !agent.busy && !agent.deleted && agent.id !== undefined && passes(agent));
  }

  /** Does something about an agent while nothing else is done about it. */
  async about(agent: BookedAgent, work: () => Promise<void>): Promise<void> {
    agent.busy = true;
    try {
      await work();
    } finally {
      agent.busy = false;
    }
  }
}
