import { describe, expect, it } from '@jest/globals';
import { SecretBox } from '@rollcall/auth';
import { loadConfig } from '@rollcall/config';
import { SystemClock } from '@rollcall/kernel';

import { OidcClient } from './oidc-client.js';
import { ProviderRequests } from './provider-requests.js';

describe('the address of an identity provider', () => {
  const client = (settings: Readonly<Record<string, string>>) => {
    const config = loadConfig({ DATABASE_URL: 'postgres://unused', SMTP_URL: 'smtp://unused', ...settings });
    return new OidcClient(new ProviderRequests(config), new SecretBox(config), new SystemClock(), config);
  };

  it.each([
    ['https://idp.example.com/realms/a', 'taken', 'taken'],
    ['http://idp.example.com', 'refused', 'refused'],
    ['https://user:pw@idp.example.com', 'refused', 'refused'],
    ['https://idp.example.com?a=b', 'refused', 'refused'],
    ['https://10.0.0.7', 'refused', 'taken'],
    ['https://169.254.169.254', 'refused', 'taken'],
    ['https://[::1]', 'refused', 'taken'],
    ['http://127.0.0.1:8080', 'refused', 'taken'],
    ['http://localhost:8080', 'refused', 'taken'],
    ['http://10.0.0.7', 'refused', 'refused'],
  ])('is %s: %s', (issuer, usually, inPrivateNetworks) => {
    const said = (settings: Readonly<Record<string, string>>) =>
      client(settings).issuerProblem(issuer) === null ? 'taken' : 'refused';
    expect([said({}), said({ OIDC_PRIVATE_NETWORKS: 'true' })]).toEqual([usually, inPrivateNetworks]);
  });

  it('is not asked, by whatever name, when it is of this machine', async () => {
    const config = loadConfig({ DATABASE_URL: 'postgres://unused', SMTP_URL: 'smtp://unused' });
    await expect(new ProviderRequests(config).fetch('https://localhost:1', {})).rejects.toThrow(
      'OIDC_PRIVATE_NETWORKS',
    );
  });
});
