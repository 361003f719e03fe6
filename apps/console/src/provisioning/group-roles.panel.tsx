import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { AGENTS } from '../api/agents.js';
import { teamNamesQuery } from '../api/names.js';
import { mayGrant } from '../api/permissions.js';
import { Problem } from '../api/problem.js';
import { type GroupRoles, PROVISIONING, setGroupRoles } from '../api/provisioning.js';
import { rolesQuery } from '../api/roles.js';
import { useMe } from '../shell/me.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { NameChoice, NamesField } from '../ui/name-picker.js';
import { SidePanel } from '../ui/panel.js';
import { ProblemNote } from '../ui/problem-note.js';
import { hasSameNames } from '../ui/same-names.js';
import { useUnsaved } from '../ui/use-unsaved.js';

interface GroupRolesPanelProps {
  /** Null for a team that gives none so far. */
  readonly group: GroupRoles | null;
  /** The teams that give roles already. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

/** Which roles a team gives to those whom an identity provider puts into it. */
export function GroupRolesPanel({ group, taken, onClose }: GroupRolesPanelProps) {
  const texts = useTexts();
  const me = useMe();
  const queries = useQueryClient();
  const { data: teams = [] } = useQuery(teamNamesQuery);
  const { data: known = [] } = useQuery(rolesQuery);
  const [team, setTeam] = useState(group?.team);
  const [roles, setRoles] = useState<readonly string[]>(group?.roles ?? []);
  const teamId = group?.team_id ?? teams.find(({ name }) => name === team)?.id;
  const saving = useMutation({
    mutationFn: async (id: number) => setGroupRoles(id, roles),
    onSuccess: async () => {
      await Promise.all([PROVISIONING, AGENTS].map((queryKey) => queries.invalidateQueries({ queryKey })));
      onClose();
    },
  });
  const isChanged = team !== group?.team || !hasSameNames(roles, group?.roles ?? []);
  const { question, leave } = useUnsaved(isChanged && !saving.isPending);
  const refused = saving.error instanceof Problem ? saving.error.fields : {};
  return (
    <SidePanel
      title={group?.team ?? texts.provisioning.add}
      onClose={() => {
        leave(onClose);
      }}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (teamId !== undefined) saving.mutate(teamId);
        }}
      >
        {question}
        {saving.error && <ProblemNote error={saving.error} />}
        {!group && (
          <div className="flex flex-col gap-1">
            <span className="text-sm font-medium">{texts.agents.filters.team}</span>
            <NameChoice
              label={texts.agents.filters.team}
              names={teams.map(({ name }) => name).filter((name) => !taken.includes(name))}
              value={team}
              onValue={setTeam}
            />
          </div>
        )}
        <NamesField
          label={texts.shell.roles}
          hint={group ? texts.provisioning.emptyHint : undefined}
          names={known.filter((role) => mayGrant(me, role) || roles.includes(role.name)).map(({ name }) => name)}
          value={roles}
          error={refused.roles}
          onValue={setRoles}
        />
        <Button
          type="submit"
          look="main"
          busy={saving.isPending}
          disabled={teamId === undefined || (!group && roles.length === 0)}
        >
          {texts.common.save}
        </Button>
      </form>
    </SidePanel>
  );
}
