import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { GROUPS, permissionsIn } from '../api/permission-groups.js';
import { type Role, rolesQuery } from '../api/roles.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { buttonLook } from '../ui/button.js';
import { CheckIcon, PlusIcon } from '../ui/icons.js';
import { ProblemNote } from '../ui/problem-note.js';
import { SearchField } from '../ui/search-field.js';
import { LoadingState } from '../ui/states.js';

/** All roles beside each other: which of them holds which permission. */
export function RolesPage() {
  const texts = useTexts();
  const [search, setSearch] = useState('');
  const { data: roles, error, refetch } = useQuery(rolesQuery);
  return (
    <Page
      title={texts.shell.roles}
      actions={
        <Link to="/roles/$id" params={{ id: 'new' }} className={buttonLook('main')}>
          <PlusIcon />
          {texts.roles.new}
        </Link>
      }
    >
      <SearchField label={texts.agents.access.search} text={search} onText={setSearch} className="max-w-md" />
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!roles && !error && <LoadingState />}
      {roles && <Matrix roles={roles} search={search.trim().toLowerCase()} />}
    </Page>
  );
}

function Matrix({ roles, search }: { readonly roles: readonly Role[]; readonly search: string }) {
  const texts = useTexts();
  return (
    <div
      className="relative max-h-[calc(100dvh-9rem)] w-fit max-w-full overflow-auto rounded-lg border border-line bg-surface"
      tabIndex={0}
      role="region"
      aria-label={texts.shell.roles}
    >
      <table className="border-collapse">
        <thead className="sticky top-0 z-10 bg-surface">
          <tr>
            <th scope="col" className="sticky left-0 bg-surface px-3 text-start text-xs font-medium text-soft">
              {texts.agents.access.permission}
            </th>
            {roles.map(({ id, name }) => (
              <th key={id} scope="col" className="h-9 px-3 text-sm font-medium">
                <Link
                  to="/roles/$id"
                  params={{ id: String(id) }}
                  className="block max-w-36 truncate text-accent hover:underline"
                >
                  <bdi>{name}</bdi>
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        {GROUPS.map((group) => {
          const permissions = permissionsIn(group).filter((permission) => permission.includes(search));
          return (
            permissions.length > 0 && (
              <tbody key={group}>
                <tr className="border-t border-line bg-canvas">
                  <th
                    scope="rowgroup"
                    className="sticky left-0 px-3 pt-2 pb-1 text-start text-xs font-semibold text-soft"
                  >
                    {texts.roles.groups[group]}
                  </th>
                  <td colSpan={roles.length} />
                </tr>
                {permissions.map((permission) => (
                  <tr key={permission} className="border-t border-line hover:bg-hover">
                    <th
                      scope="row"
                      className="sticky left-0 bg-surface px-3 py-1 text-start font-mono text-sm font-normal wrap-anywhere max-md:max-w-44 max-md:min-w-44 md:whitespace-nowrap"
                    >
                      <BreakableName name={permission} />
                    </th>
                    {roles.map((role) => (
                      <td key={role.id} className="px-3 text-center">
                        <Held held={role.permissions.includes(permission)} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            )
          );
        })}
      </table>
    </div>
  );
}

/** The name of a permission, which a phone breaks behind its colon. */
function BreakableName({ name }: { readonly name: string }) {
  const [object, action] = name.split(':');
  return (
    <>
      {object}:<wbr />
      {action}
    </>
  );
}

function Held({ held }: { readonly held: boolean }) {
  const texts = useTexts();
  return held ? (
    <span className="inline-flex text-good">
      <CheckIcon />
      <span className="sr-only">{texts.common.yes}</span>
    </span>
  ) : (
    <span className="sr-only">{texts.common.no}</span>
  );
}
