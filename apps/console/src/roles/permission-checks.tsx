import { useState } from 'react';

import { GROUPS, permissionsIn } from '../api/permission-groups.js';
import { may, type Permission } from '../api/permissions.js';
import { useMe } from '../shell/me.js';
import { useTexts } from '../shell/preferences.js';
import { State } from '../ui/badge.js';
import { SearchField } from '../ui/search-field.js';

interface PermissionChecksProps {
  readonly chosen: readonly string[];
  /** Those that the role has now. */
  readonly before: readonly string[];
  /** Those of another role, if it is compared with one. */
  readonly compared: readonly string[] | null;
  readonly fixed: boolean;
  readonly onChosen: (permissions: readonly string[]) => void;
}

/** All permissions to choose from, each with how it differs. What the caller does not hold can be taken away and not given. */
export function PermissionChecks({ chosen, before, compared, fixed, onChosen }: PermissionChecksProps) {
  const texts = useTexts();
  const me = useMe();
  const [search, setSearch] = useState('');
  const fits = (permission: Permission) => permission.includes(search.trim().toLowerCase());
  return (
    <div className="flex flex-col gap-3">
      <SearchField label={texts.agents.access.search} text={search} onText={setSearch} />
      {GROUPS.map((group) => {
        const permissions = permissionsIn(group).filter(fits);
        return (
          permissions.length > 0 && (
            <fieldset key={group} className="min-w-0 rounded-lg border border-line bg-surface px-3 py-2">
              <legend className="px-1 text-sm font-semibold">{texts.roles.groups[group]}</legend>
              <div className="grid grid-cols-1 gap-x-6 sm:grid-cols-2">
                {permissions.map((permission) => (
                  <label key={permission} className="flex min-h-7 items-center gap-2">
                    <input
                      type="checkbox"
                      className="size-4 accent-accent"
                      checked={chosen.includes(permission)}
                      disabled={fixed || !(may(me, permission) || before.includes(permission))}
                      onChange={(event) => {
                        const others = chosen.filter((other) => other !== permission);
                        onChosen(event.target.checked ? [...others, permission] : others);
                      }}
                    />
                    <code className="min-w-0 truncate font-mono text-sm">{permission}</code>
                    <Difference
                      has={chosen.includes(permission)}
                      had={before.includes(permission)}
                      other={compared?.includes(permission) ?? null}
                    />
                  </label>
                ))}
              </div>
            </fieldset>
          )
        );
      })}
    </div>
  );
}

interface DifferenceProps {
  readonly has: boolean;
  readonly had: boolean;
  /** Whether the other role has it; null without another. */
  readonly other: boolean | null;
}

function Difference({ has, had, other }: DifferenceProps) {
  const texts = useTexts();
  return (
    <span className="ml-auto flex gap-2 text-xs">
      {has !== had && (
        <State tone={has ? 'good' : 'bad'} shape={has ? 'full' : 'cross'}>
          {has ? texts.roles.added : texts.roles.removed}
        </State>
      )}
      {other !== null && other !== has && (
        <State tone="warn" shape="half">
          {other ? texts.roles.onlyOther : texts.roles.onlyThis}
        </State>
      )}
    </span>
  );
}
