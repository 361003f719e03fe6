import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';

import { deleteProvider, type Provider, providerQuery, PROVIDERS } from '../api/oidc.js';
import { EnabledState } from '../agents/agent-states.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { CopyButton } from '../ui/copy-button.js';
import { DeleteButton } from '../ui/delete-button.js';
import { ProblemNote } from '../ui/problem-note.js';
import { LoadingState } from '../ui/states.js';
import { ProviderForm } from './provider-form.js';

const route = getRouteApi('/inside/providers/$id');

/** One identity provider, or a new one. */
export function ProviderPage() {
  const texts = useTexts();
  const { id } = route.useParams();
  const isNew = id === 'new';
  const { data, error, refetch } = useQuery({ ...providerQuery(Number(id)), enabled: !isNew });
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data && !isNew) return <LoadingState />;
  if (!data)
    return (
      <Page title={texts.providers.new}>
        <ProviderForm provider={null} />
      </Page>
    );
  return (
    <Page title={data.name} actions={<Deletion provider={data} />}>
      <p className="-mt-2">
        <EnabledState enabled={data.enabled} />
      </p>
      <Addresses provider={data} />
      <ProviderForm key={data.id} provider={data} />
    </Page>
  );
}

/** What the provider has to be told. */
function Addresses({ provider }: { readonly provider: Provider }) {
  const { providers: texts } = useTexts();
  const addresses = [
    [texts.redirect, provider.redirect_uri],
    [texts.backchannel, provider.backchannel_logout_uri],
  ] as const;
  return (
    <section className="flex max-w-3xl flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <h2 className="font-semibold">{texts.addresses}</h2>
      <dl className="flex flex-col gap-2">
        {addresses.map(([name, address]) => (
          <div key={name}>
            <dt className="text-sm text-soft">{name}</dt>
            <dd className="flex items-center gap-2">
              <code className="min-w-0 font-mono text-sm break-all">{address}</code>
              <CopyButton text={address} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Deletion({ provider }: { readonly provider: Provider }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <DeleteButton
      title={texts.agents.actions.deleteTitle(provider.name)}
      consequence={texts.providers.deleteHow}
      run={async () => {
        await deleteProvider(provider.id);
        await navigate({ to: '/providers', ignoreBlocker: true });
        await queries.invalidateQueries({ queryKey: PROVIDERS });
      }}
    />
  );
}
