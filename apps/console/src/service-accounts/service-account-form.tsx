import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { type Agent, AGENTS } from '../api/agents.js';
import { teamNamesQuery } from '../api/names.js';
import { mayGrant } from '../api/permissions.js';
import { Problem } from '../api/problem.js';
import { rolesQuery } from '../api/roles.js';
import { createServiceAccount, updateServiceAccount } from '../api/service-accounts.js';
import { useMe } from '../shell/me.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { CheckField, TextField } from '../ui/field.js';
import { NamesField } from '../ui/name-picker.js';
import { ProblemNote } from '../ui/problem-note.js';
import { hasSameNames } from '../ui/same-names.js';
import { useUnsaved } from '../ui/use-unsaved.js';

/** A service account as it is filled in; null for a new one. Roles that the caller could not hand out are not offered. */
export function ServiceAccountForm({ account }: { readonly account: Agent | null }) {
  const texts = useTexts();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: knownRoles = [] } = useQuery(rolesQuery);
  const { data: knownTeams = [] } = useQuery(teamNamesQuery);
  const [name, setName] = useState(account?.first_name ?? '');
  const [roles, setRoles] = useState<readonly string[]>(account?.roles ?? []);
  const [teams, setTeams] = useState<readonly string[]>(account?.teams.map((team) => team.name) ?? []);
  const [enabled, setEnabled] = useState(account?.enabled ?? true);
  const saving = useMutation({
    mutationFn: () => {
      const body = { first_name: name.trim(), roles: [...roles], teams: [...teams], enabled };
      return account ? updateServiceAccount(account.id, body) : createServiceAccount(body);
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: AGENTS });
      if (!account) await navigate({ to: '/service-accounts/$id', params: { id: String(id) } });
    },
  });
  const isChanged =
    name.trim() !== (account?.first_name ?? '') ||
    !hasSameNames(roles, account?.roles ?? []) ||
    !hasSameNames(teams, account?.teams.map((team) => team.name) ?? []) ||
    enabled !== (account?.enabled ?? true);
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
      <TextField
        label={texts.keys.name}
        hint={texts.services.nameHint}
        required
        maxLength={140}
        value={name}
        error={refused.first_name}
        onValue={setName}
      />
      <NamesField
        label={texts.shell.roles}
        hint={texts.services.rolesHint}
        names={knownRoles.filter((role) => mayGrant(me, role) || roles.includes(role.name)).map((role) => role.name)}
        value={roles}
        error={refused.roles ?? refused.role}
        onValue={setRoles}
      />
      <NamesField
        label={texts.shell.teams}
        names={knownTeams.map((team) => team.name)}
        value={teams}
        error={refused.teams}
        onValue={setTeams}
      />
      {account && (
        <CheckField
          label={texts.agents.enabled}
          hint={texts.services.enabledHint}
          checked={enabled}
          onValue={setEnabled}
        />
      )}
      <div className="flex items-center gap-3">
        <Button type="submit" look="main" busy={saving.isPending} disabled={roles.length === 0}>
          {account ? texts.common.save : texts.services.create}
        </Button>
        <span role="status" className="text-soft">
          {account && saving.isSuccess && texts.common.saved}
        </span>
      </div>
    </form>
  );
}
