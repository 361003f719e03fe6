import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { may } from '../api/permissions.js';
import { rolesQuery } from '../api/roles.js';
import { serviceAccountsOfQuery } from '../api/service-accounts.js';
import { useMe } from '../shell/me.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { buttonLook } from '../ui/button.js';
import { CopyButton } from '../ui/copy-button.js';
import { GroupRolesTable } from './group-roles.js';
import { Requests } from './requests.js';

/** How an identity provider is connected, which of its groups give which roles, and what it asked for. */
export function ProvisioningPage() {
  const { provisioning: texts } = useTexts();
  return (
    <Page title={texts.title}>
      <div className="flex max-w-5xl flex-col gap-6">
        <Connection />
        <section className="flex flex-col gap-2">
          <h2 className="text-lg font-semibold">{texts.groupRoles}</h2>
          <p className="max-w-prose text-soft">{texts.groupRolesHow}</p>
          <GroupRolesTable />
        </section>
        <section className="flex flex-col gap-2">
          <h2 className="text-lg font-semibold">{texts.requests}</h2>
          <Requests />
        </section>
      </div>
    </Page>
  );
}

/** What is entered at the provider: the address, and where its key is made. */
function Connection() {
  const { provisioning: texts, services } = useTexts();
  const me = useMe();
  const address = `${window.location.origin}/scim/v2`;
  return (
    <dl className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-col gap-1">
        <dt className="text-sm font-medium">{texts.address}</dt>
        <dd className="flex items-start justify-between gap-2 rounded-md border border-line bg-canvas p-2">
          <code className="font-mono text-sm break-all">{address}</code>
          <CopyButton text={address} />
        </dd>
      </div>
      <div className="flex flex-col gap-1">
        <dt className="text-sm font-medium">{texts.key}</dt>
        <dd className="flex flex-wrap items-center justify-between gap-2">
          <span className="max-w-prose">{texts.keyHow}</span>
          {may(me, 'users:manage') && (
            <Link to="/service-accounts" className={buttonLook('plain')}>
              {services.title}
            </Link>
          )}
          {may(me, 'users:manage') && <KeyOwners />}
        </dd>
      </div>
    </dl>
  );
}

/** The service accounts whose keys a provider could have; their pages make, rotate and revoke these. */
function KeyOwners() {
  const { provisioning: texts } = useTexts();
  const { data: roles } = useQuery(rolesQuery);
  const able = roles?.filter((role) => may(role, 'scim:manage')).map(({ name }) => name) ?? [];
  const { data: owners } = useQuery({ ...serviceAccountsOfQuery(able), enabled: roles !== undefined });
  if (!owners) return null;
  if (owners.length === 0) return <p className="w-full text-sm text-soft">{texts.noKeyOwners}</p>;
  return (
    <ul aria-label={texts.keyOwners} className="flex w-full flex-wrap gap-x-4 gap-y-1">
      {owners.map(({ id, first_name, last_name }) => (
        <li key={id}>
          <Link
            to="/service-accounts/$id"
            params={{ id: String(id) }}
            className="font-medium text-accent hover:underline"
          >
            <bdi>{`${first_name} ${last_name}`.trim()}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  );
}
