import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { teamNamesQuery } from '../api/names.js';
import { rolesQuery } from '../api/roles.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/field.js';
import { NameChoice } from '../ui/name-picker.js';
import { SearchField } from '../ui/search-field.js';
import { type AgentSearch, AVAILABILITIES, isFiltered } from './agent-search.js';

/** How long somebody may think between two letters before the list is asked for, in milliseconds. */
const PAUSE_MS = 250;

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

/** What is typed is shown at once and asked for when the typing pauses; an address that changes otherwise is shown. */
function SearchText({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const texts = useTexts();
  const [typed, setTyped] = useState(text);
  const [asked, setAsked] = useState(text);
  if (text !== asked) {
    setAsked(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === asked) return;
    const pause = setTimeout(() => {
      setAsked(typed);
      onText(typed);
    }, PAUSE_MS);
    return () => {
      clearTimeout(pause);
    };
  }, [typed, asked, onText]);
  return (
    <SearchField
      label={texts.agents.filters.search}
      text={typed}
      onText={setTyped}
      className="max-md:col-span-2 md:flex-2!"
    />
  );
}
