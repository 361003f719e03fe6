import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { type Conflict, ConflictNote } from '../agents/conflict-note.js';
import { isSameDraft } from '../agents/draft-merge.js';
import { saveMerged } from '../agents/save-merged.js';
import { type Agent, AGENTS, agentQuery } from '../api/agents.js';
import { teamNamesQuery } from '../api/names.js';
import { mayGrant } from '../api/permissions.js';
import { Problem } from '../api/problem.js';
import { rolesQuery } from '../api/roles.js';
import { createServiceAccount, type ServiceAccountBody, updateServiceAccount } from '../api/service-accounts.js';
import { useMe } from '../shell/me.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { CheckField, TextField } from '../ui/field.js';
import { NamesField } from '../ui/name-picker.js';
import { ProblemNote } from '../ui/problem-note.js';
import { useUnsaved } from '../ui/use-unsaved.js';

/** A service account as it is filled in. */
interface ServiceAccountDraft {
  readonly first_name: string;
  readonly roles: readonly string[];
  readonly teams: readonly string[];
  readonly enabled: boolean;
}

function draftOf(account: Agent | null): ServiceAccountDraft {
  if (!account) return { first_name: '', roles: [], teams: [], enabled: true };
  const { first_name, roles, teams, enabled } = account;
  return { first_name, roles, teams: teams.map(({ name }) => name), enabled };
}

/** What is sent of it. */
function bodyOf({ first_name, roles, teams, enabled }: ServiceAccountDraft): ServiceAccountBody {
  return { first_name: first_name.trim(), roles: [...roles], teams: [...teams], enabled };
}

/** The form of a service account; null for a new one. Roles that the caller could not hand out are not offered. */
export function ServiceAccountForm({ account }: { readonly account: Agent | null }) {
  const texts = useTexts();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: knownRoles = [] } = useQuery(rolesQuery);
  const { data: knownTeams = [] } = useQuery(teamNamesQuery);
  const [read, setRead] = useState(account);
  const [draft, setDraft] = useState(() => draftOf(account));
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([]);
  // Nothing is filled in, so what is new is shown.
  if (account && account.etag !== read?.etag && isSameDraft(draft, draftOf(read))) {
    setRead(account);
    setDraft(draftOf(account));
  }
  const names: Readonly<Record<keyof ServiceAccountDraft, string>> = {
    first_name: texts.keys.name,
    roles: texts.shell.roles,
    teams: texts.shell.teams,
    enabled: texts.agents.enabled,
  };
  const saving = useMutation({
    mutationFn: async () =>
      read
        ? saveMerged(read, draft, draftOf, (of, made) => updateServiceAccount(of, bodyOf(made)))
        : { created: await createServiceAccount(bodyOf(draft)) },
    onSuccess: async (outcome) => {
      if ('merge' in outcome) {
        const { now, merge } = outcome;
        const theirs = draftOf(now);
        setRead(now);
        setDraft(merge.draft);
        setConflicts(merge.conflicts.map((field) => ({ field: names[field], theirs: textOf(theirs[field]) })));
        return;
      }
      if ('saved' in outcome) {
        const { saved } = outcome;
        setConflicts([]);
        setRead(saved);
        setDraft(draftOf(saved));
        queries.setQueryData(agentQuery(saved.id).queryKey, saved);
      }
      await queries.invalidateQueries({ queryKey: AGENTS });
      if ('created' in outcome)
        await navigate({ to: '/service-accounts/$id', params: { id: String(outcome.created.id) } });
    },
  });
  const textOf = (value: string | boolean | readonly string[]) =>
    typeof value === 'boolean'
      ? texts.common[value ? 'yes' : 'no']
      : typeof value === 'string'
        ? value
        : value.join(', ');
  const isChanged = !isSameDraft(draft, draftOf(read));
  const { question } = useUnsaved(isChanged && !saving.isPending);
  const refused = saving.error instanceof Problem ? saving.error.fields : {};
  return (
    <form
      className="flex max-w-md flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      {question}
      {saving.error && <ProblemNote error={saving.error} />}
      {conflicts.length > 0 && <ConflictNote conflicts={conflicts} />}
      <TextField
        label={texts.keys.name}
        hint={texts.services.nameHint}
        required
        maxLength={140}
        value={draft.first_name}
        error={refused.first_name}
        onValue={(first_name) => {
          setDraft({ ...draft, first_name });
        }}
      />
      <NamesField
        label={texts.shell.roles}
        hint={texts.services.rolesHint}
        names={knownRoles
          .filter((role) => mayGrant(me, role) || draft.roles.includes(role.name))
          .map((role) => role.name)}
        value={draft.roles}
        error={refused.roles ?? refused.role}
        onValue={(roles) => {
          setDraft({ ...draft, roles });
        }}
      />
      <NamesField
        label={texts.shell.teams}
        names={knownTeams.map((team) => team.name)}
        value={draft.teams}
        error={refused.teams}
        onValue={(teams) => {
          setDraft({ ...draft, teams });
        }}
      />
      {account && (
        <CheckField
          label={texts.agents.enabled}
          hint={texts.services.enabledHint}
          checked={draft.enabled}
          onValue={(enabled) => {
            setDraft({ ...draft, enabled });
          }}
        />
      )}
      <div className="flex items-center gap-3">
        <Button type="submit" look="main" busy={saving.isPending} disabled={draft.roles.length === 0}>
          {account ? texts.common.save : texts.services.create}
        </Button>
        <span role="status" className="text-soft">
          {account && saving.isSuccess && !isChanged && texts.common.saved}
        </span>
      </div>
    </form>
  );
}
