import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';

import { EnabledState } from '../agents/agent-states.js';
import { type Agent, AGENTS, agentQuery, deleteAgent } from '../api/agents.js';
import { KeysTab } from '../keys/keys.tab.js';
import { NothingHere } from '../shell/fallbacks.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { DeleteButton } from '../ui/delete-button.js';
import { ProblemNote } from '../ui/problem-note.js';
import { LoadingState } from '../ui/states.js';
import { ServiceAccountForm } from './service-account-form.js';

const route = getRouteApi('/inside/service-accounts/$id');

/** One service account with its keys, or a new one. */
export function ServiceAccountPage() {
  const texts = useTexts();
  const { id } = route.useParams();
  const isNew = id === 'new';
  const { data, error, refetch } = useQuery({ ...agentQuery(Number(id)), enabled: !isNew });
  if (isNew)
    return (
      <Page title={texts.services.new}>
        <ServiceAccountForm key="new" account={null} />
      </Page>
    );
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  if (data.email !== null) return <NothingHere />;
  return <Existing key={data.id} account={data} />;
}

function Existing({ account }: { readonly account: Agent }) {
  const texts = useTexts();
  return (
    <Page title={nameOf(account)} actions={<Deletion account={account} />}>
      <p className="-mt-2">
        <EnabledState enabled={account.enabled} />
      </p>
      <ServiceAccountForm account={account} />
      <section className="flex flex-col gap-3 border-t border-line pt-4">
        <h2 className="text-lg font-semibold">{texts.agents.tabs.keys}</h2>
        <KeysTab agent={account} />
      </section>
    </Page>
  );
}

function Deletion({ account }: { readonly account: Agent }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <DeleteButton
      title={texts.agents.actions.deleteTitle(nameOf(account))}
      consequence={texts.services.deleteHow}
      run={async () => {
        await deleteAgent(account.id);
        await navigate({ to: '/service-accounts', ignoreBlocker: true });
        await queries.invalidateQueries({ queryKey: AGENTS });
      }}
    />
  );
}

function nameOf({ first_name, last_name }: Agent): string {
  return `${first_name} ${last_name}`.trim();
}
