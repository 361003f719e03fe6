import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { AGENTS } from '../api/agents.js';
import { groupQuery } from '../api/names.js';
import { isPermission } from '../api/permission-groups.js';
import { Problem } from '../api/problem.js';
import { createRole, type Role, ROLES, updateRole } from '../api/roles.js';
import { meQuery } from '../api/session.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { SelectField, TextField } from '../ui/field.js';
import { ProblemNote } from '../ui/problem-note.js';
import { useUnsaved } from '../ui/use-unsaved.js';
import { isFixed } from './built-in.js';
import { isSame, permissionDiff } from './permission-diff.js';
import { PermissionChecks } from './permission-checks.js';

interface RoleFormProps {
  /** Null for a new one. */
  readonly role: Role | null;
  readonly roles: readonly Role[];
}

/** A role as it is filled in, beside the role that it is compared with. */
export function RoleForm({ role, roles }: RoleFormProps) {
  const texts = useTexts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(role?.name ?? '');
  const [description, setDescription] = useState(role?.description ?? '');
  const [permissions, setPermissions] = useState<readonly string[]>(role?.permissions ?? []);
  const [comparedName, setComparedName] = useState('');
  const compared = roles.find((other) => other.name === comparedName);
  const saving = useMutation({
    mutationFn: () => {
      const body = {
        name: name.trim(),
        description: description.trim(),
        permissions: permissions.filter(isPermission),
      };
      return role ? updateRole(role.id, body) : createRole(body);
    },
    onSuccess: async ({ id }) => {
      const changed = [ROLES, AGENTS, meQuery.queryKey];
      await Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })));
      if (!role) await navigate({ to: '/roles/$id', params: { id: String(id) } });
    },
  });
  const fixed = role !== null && isFixed(role);
  const diff = permissionDiff(role?.permissions ?? [], permissions);
  const isChanged = !isSame(diff) || name !== (role?.name ?? '') || description !== (role?.description ?? '');
  const { question } = useUnsaved(isChanged && !saving.isPending);
  const refused = saving.error instanceof Problem ? saving.error.fields : {};
  return (
    <form
      className="flex max-w-4xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      {fixed && <p className="text-soft">{texts.roles.fixed}</p>}
      {question}
      {saving.error && <ProblemNote error={saving.error} />}
      <div className="grid gap-4 md:grid-cols-2">
        <TextField
          label={texts.keys.name}
          required
          maxLength={50}
          disabled={fixed}
          value={name}
          error={refused.name}
          onValue={setName}
        />
        <SelectField<string>
          label={texts.roles.compare}
          value={comparedName}
          options={{
            '': texts.roles.compareNone,
            ...Object.fromEntries(roles.filter(({ id }) => id !== role?.id).map((other) => [other.name, other.name])),
          }}
          onValue={setComparedName}
        />
      </div>
      <TextField
        label={texts.roles.description}
        maxLength={300}
        disabled={fixed}
        value={description}
        error={refused.description}
        onValue={setDescription}
      />
      <PermissionChecks
        chosen={permissions}
        before={role?.permissions ?? []}
        compared={compared?.permissions ?? null}
        fixed={fixed}
        onChosen={setPermissions}
      />
      {!fixed && (
        <div className="sticky bottom-0 flex flex-wrap items-center gap-3 border-t border-line bg-canvas py-3">
          <Button type="submit" look="main" busy={saving.isPending} disabled={!isChanged}>
            {role ? texts.common.save : texts.roles.create}
          </Button>
          <span role="status" className="text-soft">
            {role && !isSame(diff) && (
              <Consequence role={role} added={diff.added.length} removed={diff.removed.length} />
            )}
          </span>
        </div>
      )}
    </form>
  );
}

/** Who would be affected, before it is saved. */
function Consequence({
  role,
  added,
  removed,
}: {
  readonly role: Role;
  readonly added: number;
  readonly removed: number;
}) {
  const texts = useTexts();
  const { data: holders } = useQuery(groupQuery({ role: role.name }, false));
  return texts.roles.consequence(added, removed, holders?.total ?? 0);
}
