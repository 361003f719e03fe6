import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { createProvider, type Provider, PROVIDERS, updateProvider } from '../api/oidc.js';
import { Problem } from '../api/problem.js';
import { useMe } from '../shell/me.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { CheckField, LinesField, SelectField, TextField } from '../ui/field.js';
import { NamesField } from '../ui/name-picker.js';
import { ProblemNote } from '../ui/problem-note.js';
import { useUnsaved } from '../ui/use-unsaved.js';
import { providerBodyOf, type ProviderDraft, providerDraftOf } from './provider-draft.js';
import { TeamsOfGroups } from './teams-of-groups.js';

/** An identity provider as it is filled in. */
export function ProviderForm({ provider }: { readonly provider: Provider | null }) {
  const texts = useTexts();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => providerDraftOf(provider));
  const saving = useMutation({
    mutationFn: () => {
      const body = providerBodyOf(draft, provider);
      return provider ? updateProvider(provider.id, body) : createProvider(body);
    },
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: PROVIDERS });
      if (provider) setDraft(providerDraftOf(saved));
      else await navigate({ to: '/providers/$id', params: { id: String(saved.id) }, ignoreBlocker: true });
    },
  });
  const set =
    <K extends keyof ProviderDraft>(field: K) =>
    (value: ProviderDraft[K]) => {
      setDraft({ ...draft, [field]: value });
    };
  const isChanged = JSON.stringify(draft) !== JSON.stringify(providerDraftOf(provider));
  const { question } = useUnsaved(isChanged && !saving.isPending);
  const refused = saving.error instanceof Problem ? saving.error.fields : {};
  return (
    <form
      className="flex max-w-3xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      {question}
      {saving.error && <ProblemNote error={saving.error} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={texts.keys.name}
          hint={texts.providers.nameHint}
          required
          maxLength={255}
          value={draft.name}
          error={refused.name}
          onValue={set('name')}
        />
        <SelectField
          label={texts.providers.kind}
          value={draft.kind}
          options={texts.providers.kinds}
          error={refused.provider}
          onValue={set('kind')}
        />
      </div>
      <TextField
        label={texts.providers.url}
        hint={texts.providers.urlHint}
        required
        type="url"
        maxLength={2048}
        value={draft.url}
        error={refused.provider_url}
        onValue={set('url')}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={texts.providers.clientId}
          required
          autoComplete="off"
          maxLength={255}
          value={draft.clientId}
          error={refused.client_id}
          onValue={set('clientId')}
        />
        <TextField
          label={texts.providers.secret}
          hint={provider ? texts.providers.secretKept : undefined}
          required={!provider}
          type="password"
          autoComplete="new-password"
          maxLength={1000}
          value={draft.secret}
          error={refused.client_secret}
          onValue={set('secret')}
        />
      </div>
      <CheckField
        label={texts.providers.enabled}
        hint={texts.providers.enabledHint}
        checked={draft.enabled}
        onValue={set('enabled')}
      />
      <NamesField
        label={texts.providers.permissions}
        hint={provider ? texts.providers.permissionsHint : texts.providers.permissionsNew}
        names={[...new Set([...me.permissions, ...draft.permissions])]}
        value={draft.permissions}
        error={refused.permissions}
        onValue={set('permissions')}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <LinesField
          label={texts.providers.domains}
          hint={texts.providers.domainsHint}
          value={draft.domains}
          error={refused.email_domains}
          onValue={set('domains')}
        />
        <LinesField
          label={texts.providers.groups}
          hint={texts.providers.groupsHint}
          value={draft.groups}
          error={refused.allowed_groups}
          onValue={set('groups')}
        />
      </div>
      <CheckField
        label={texts.providers.createsAgents}
        hint={refused.create_agents ?? texts.providers.createsAgentsHint}
        checked={draft.createsAgents}
        onValue={set('createsAgents')}
      />
      <TeamsOfGroups teams={draft.teams} error={refused.teams} onTeams={set('teams')} />
      <TextField
        label={texts.providers.claim}
        hint={texts.providers.claimHint}
        required
        maxLength={255}
        value={draft.claim}
        error={refused.groups_claim}
        onValue={set('claim')}
      />
      <CheckField
        label={texts.providers.logsOutThere}
        hint={texts.providers.logsOutThereHint}
        checked={draft.logsOutThere}
        onValue={set('logsOutThere')}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" look="main" busy={saving.isPending}>
          {provider ? texts.common.save : texts.providers.create}
        </Button>
        <span role="status" className="text-soft">
          {provider && saving.isSuccess && !isChanged && texts.common.saved}
        </span>
      </div>
    </form>
  );
}
