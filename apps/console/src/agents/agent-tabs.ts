const TABS = ['access', 'keys', 'sessions', 'mails', 'billing', 'activity'] as const;

/** A part of an agent's page; the profile is the one without a name. */
export type AgentTab = (typeof TABS)[number];

export interface AgentTabSearch {
  readonly tab?: AgentTab | undefined;
}

export function parseAgentTab({ tab }: Readonly<Record<string, unknown>>): AgentTabSearch {
  const known = TABS.find((word) => word === tab);
  return known ? { tab: known } : {};
}
