import type { Provider, ProviderBody } from '../api/oidc.js';
import { isPermission } from '../api/permission-groups.js';

/** A group at the provider, and the team that its members are put into; either may not be chosen yet. */
export interface GroupDraft {
  readonly group: string;
  readonly team: string | undefined;
}

/** A provider as it is filled in. Lists are texts with an item on each line. */
export interface ProviderDraft {
  readonly name: string;
  readonly kind: Provider['provider'];
  readonly url: string;
  readonly clientId: string;
  /** Never read from the api; empty for the one that is stored. */
  readonly secret: string;
  readonly enabled: boolean;
  readonly permissions: readonly string[];
  readonly createsAgents: boolean;
  readonly domains: string;
  readonly groups: string;
  readonly claim: string;
  readonly teams: readonly GroupDraft[];
  readonly logsOutThere: boolean;
}

/** What is filled in at first: a provider as it is, or what a new one has. */
export function providerDraftOf(provider: Provider | null): ProviderDraft {
  return {
    name: provider?.name ?? '',
    kind: provider?.provider ?? 'Custom',
    url: provider?.provider_url ?? 'https://',
    clientId: provider?.client_id ?? '',
    secret: '',
    enabled: provider?.enabled ?? true,
    permissions: provider?.permissions ?? [],
    createsAgents: provider?.create_agents ?? false,
    domains: (provider?.email_domains ?? []).join('\n'),
    groups: (provider?.allowed_groups ?? []).join('\n'),
    claim: provider?.groups_claim ?? 'groups',
    teams: provider?.teams ?? [],
    logsOutThere: provider?.log_out_at_provider ?? false,
  };
}

/** What is sent of it. A secret that is not filled in is kept, and a new provider without permissions has those of the role Agent. */
export function providerBodyOf(draft: ProviderDraft, before: Provider | null): ProviderBody {
  return {
    name: draft.name.trim(),
    provider: draft.kind,
    provider_url: draft.url.trim(),
    client_id: draft.clientId.trim(),
    ...(draft.secret === '' ? {} : { client_secret: draft.secret }),
    logo_url: before?.logo_url ?? null,
    enabled: draft.enabled,
    ...(before || draft.permissions.length > 0 ? { permissions: draft.permissions.filter(isPermission) } : {}),
    create_agents: draft.createsAgents,
    email_domains: linesOf(draft.domains),
    allowed_groups: linesOf(draft.groups),
    groups_claim: draft.claim.trim(),
    teams: draft.teams.flatMap(({ group, team }) =>
      group.trim() === '' || team === undefined ? [] : [{ group: group.trim(), team }],
    ),
    log_out_at_provider: draft.logsOutThere,
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
