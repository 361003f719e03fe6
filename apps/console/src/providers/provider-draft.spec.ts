import { describe, expect, it } from '@jest/globals';

import type { Provider } from '../api/oidc.js';
import { providerBodyOf, providerDraftOf } from './provider-draft.js';

const OKTA: Provider = {
  id: 7,
  created_at: '2026-11-28T10:00:00.000Z',
  updated_at: '2026-11-28T10:00:00.000Z',
  name: 'Okta',
  enabled: true,
  client_id: 'rollcall',
  client_secret: '••••••••••',
  provider: 'Custom',
  provider_url: 'https://example.okta.com',
  logo_url: 'https://example.com/logo.png',
  redirect_uri: '',
  backchannel_logout_uri: '',
  permissions: ['conversations:read'],
  create_agents: true,
  email_domains: ['example.com', 'example.org'],
  allowed_groups: [],
  groups_claim: 'groups',
  teams: [{ group: 'support-eu', team: 'Support' }],
  log_out_at_provider: false,
};

describe('an identity provider as it is filled in', () => {
  it('is sent as it was when nothing is changed, without its secret', () => {
    const { name, enabled, client_id, provider, provider_url, logo_url, permissions, create_agents } = OKTA;
    const { email_domains, allowed_groups, groups_claim, teams, log_out_at_provider } = OKTA;
    expect(providerBodyOf(providerDraftOf(OKTA), OKTA)).toEqual({
      ...{ name, enabled, client_id, provider, provider_url, logo_url, permissions, create_agents },
      ...{ email_domains, allowed_groups, groups_claim, teams, log_out_at_provider },
    });
  });

  it('is sent with a secret that was filled in, and without lines and groups that are not', () => {
    const draft = { ...providerDraftOf(OKTA), secret: 'new', domains: ' example.com \n\n' };
    const teams = [...draft.teams, { group: ' ', team: 'Support' }, { group: 'sales', team: undefined }];
    expect(providerBodyOf({ ...draft, teams }, OKTA)).toMatchObject({
      client_secret: 'new',
      email_domains: ['example.com'],
      teams: OKTA.teams,
    });
  });

  it('leaves the permissions of a new one to the api unless some are chosen', () => {
    const draft = providerDraftOf(null);
    expect(providerBodyOf(draft, null)).not.toHaveProperty('permissions');
    expect(providerBodyOf({ ...draft, permissions: ['messages:read'] }, null).permissions).toEqual(['messages:read']);
  });
});
