import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { AGENTS } from '../api/agents.js';
import { groupQuery } from '../api/names.js';
import { deleteRole, type Role, ROLES } from '../api/roles.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { isKept } from './built-in.js';

/** What is done with a role as a whole, and how many agents would feel it. */
export function RoleActions({ role }: { readonly role: Role }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const { data: holders } = useQuery(groupQuery({ role: role.name }, false));
  return (
    <>
      {holders && <span className="text-soft">{texts.roles.holders(holders.total)}</span>}
      {!isKept(role) && (
        <Button
          look="danger"
          onClick={() => {
            setAsked(true);
          }}
        >
          {texts.common.delete}
        </Button>
      )}
      {asked && (
        <Confirm
          title={texts.roles.deleteTitle(role.name)}
          consequence={texts.roles.deleteHow(holders?.total ?? 0)}
          act={texts.common.delete}
          run={async () => {
            await deleteRole(role.id);
            await navigate({ to: '/roles', ignoreBlocker: true });
            await Promise.all([ROLES, AGENTS].map((queryKey) => queries.invalidateQueries({ queryKey })));
          }}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </>
  );
}
