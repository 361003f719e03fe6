import { useQuery } from '@tanstack/react-query';

import { teamNamesQuery } from '../api/names.js';
import { rolesQuery } from '../api/roles.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/field.js';
import { NameChoice } from '../ui/name-picker.js';
import { SearchText } from '../ui/search-text.js';
import { type AgentSearch, AVAILABILITIES, isFiltered } from './agent-search.js';

interface AgentFiltersProps {
  readonly search: AgentSearch;
  readonly onSearch: (change: AgentSearch) => void;
}

/** Narrows the table of agents as one types and chooses. */
export function AgentFilters({ search, onSearch }: AgentFiltersProps) {
  const texts = useTexts();
  const { data: roles = [] } = useQuery(rolesQuery);
  const { data: teams = [] } = useQuery(teamNamesQuery);
  const availability = Object.fromEntries(AVAILABILITIES.map((word) => [word, texts.agents.availability[word]]));
  return (
    <search className="grid grid-cols-2 gap-2 md:flex md:*:flex-1">
      <SearchText
        label={texts.agents.filters.search}
        className="max-md:col-span-2 md:flex-2!"
        text={search.search ?? ''}
        onText={(text) => {
          onSearch({ search: text === '' ? undefined : text });
        }}
      />
      <NameChoice
        label={texts.agents.filters.team}
        names={teams.map(({ name }) => name)}
        value={search.team}
        onValue={(team) => {
          onSearch({ team });
        }}
      />
      <NameChoice
        label={texts.agents.filters.role}
        names={roles.map(({ name }) => name)}
        value={search.role}
        onValue={(role) => {
          onSearch({ role });
        }}
      />
      <Choice<string>
        aria-label={texts.agents.columns.enabled}
        value={search.enabled === undefined ? '' : String(search.enabled)}
        options={{ '': texts.agents.filters.anyState, true: texts.agents.enabled, false: texts.agents.disabled }}
        onValue={(chosen) => {
          onSearch({ enabled: chosen === '' ? undefined : chosen === 'true' });
        }}
      />
      <Choice<string>
        aria-label={texts.agents.columns.availability}
        value={search.availability ?? ''}
        options={{ '': texts.agents.filters.anyAvailability, ...availability }}
        onValue={(chosen) => {
          onSearch({ availability: AVAILABILITIES.find((word) => word === chosen) });
        }}
      />
      {isFiltered(search) && (
        <Button
          look="quiet"
          onClick={() => {
            onSearch({
              search: undefined,
              team: undefined,
              role: undefined,
              enabled: undefined,
              availability: undefined,
            });
          }}
        >
          {texts.agents.filters.clear}
        </Button>
      )}
    </search>
  );
}
