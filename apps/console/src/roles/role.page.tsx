import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { Problem } from '../api/problem.js';
import { type Role, rolesQuery } from '../api/roles.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { RoleFactor } from '../factors/role-factor.js';
import { may } from '../api/permissions.js';
import { useMe } from '../shell/me.js';
import { RoleActions } from './role-actions.js';
import { RoleForm } from './role-form.js';

const route = getRouteApi('/inside/roles/$id');

/** One role, or a new one. */
export function RolePage() {
  const texts = useTexts();
  const me = useMe();
  const { id } = route.useParams();
  const { data: roles } = useSuspenseQuery(rolesQuery);
  const role = id === 'new' ? null : (roles.find((known) => String(known.id) === id) ?? nothing());
  return (
    <Page title={role ? role.name : texts.roles.new} actions={role && <RoleActions role={role} />}>
      <RoleForm key={id} role={role} roles={roles} />
      {role && may(me, 'roles:manage') && <RoleFactor key={`factor ${id}`} roleId={role.id} />}
    </Page>
  );
}

function nothing(): Role {
  throw new Problem('', 404, null);
}
