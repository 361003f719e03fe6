import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import { AGENTS } from '../api/agents.js';
import { groupQuery } from '../api/names.js';
import { deleteRole, type Role, ROLES } from '../api/roles.js';
import { useTexts } from '../shell/preferences.js';
import { DeleteButton } from '../ui/delete-button.js';
import { isKept } from './built-in.js';

/** What is done with a role as a whole, and how many agents would feel it. */
export function RoleActions({ role }: { readonly role: Role }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: holders } = useQuery(groupQuery({ role: role.name }, false));
  return (
    <>
      {holders && <span className="text-soft">{texts.roles.holders(holders.total)}</span>}
      {!isKept(role) && (
        <DeleteButton
          title={texts.roles.deleteTitle(role.name)}
          consequence={texts.roles.deleteHow(holders?.total ?? 0)}
          run={async () => {
            await deleteRole(role.id);
            await navigate({ to: '/roles', ignoreBlocker: true });
            await Promise.all([ROLES, AGENTS].map((queryKey) => queries.invalidateQueries({ queryKey })));
          }}
        />
      )}
    </>
  );
}
