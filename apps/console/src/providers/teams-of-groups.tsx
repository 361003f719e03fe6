import { useQuery } from '@tanstack/react-query';

import { teamNamesQuery } from '../api/names.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import { CloseIcon, PlusIcon } from '../ui/icons.js';
import { NameChoice } from '../ui/name-picker.js';
import type { GroupDraft } from './provider-draft.js';

interface TeamsOfGroupsProps {
  readonly teams: readonly GroupDraft[];
  readonly error: string | undefined;
  readonly onTeams: (teams: readonly GroupDraft[]) => void;
}

/** Into which team the members of a group are put, a line for each. */
export function TeamsOfGroups({ teams, error, onTeams }: TeamsOfGroupsProps) {
  const texts = useTexts();
  const { data: known = [] } = useQuery(teamNamesQuery);
  const set = (index: number, changed: Partial<GroupDraft>) => {
    onTeams(teams.map((line, at) => (at === index ? { ...line, ...changed } : line)));
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface px-3 pt-1 pb-3">
      <legend className="px-1 text-sm font-medium">{texts.providers.teams}</legend>
      <p className="text-sm text-soft">{texts.providers.teamsHint}</p>
      {error && <p className="text-sm text-bad">{error}</p>}
      {teams.map(({ group, team }, index) => (
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-end gap-2">
          <TextField
            label={texts.providers.group}
            maxLength={255}
            value={group}
            onValue={(changed) => {
              set(index, { group: changed });
            }}
          />
          <div className="flex flex-col gap-1">
            <span className="text-sm font-medium">{texts.agents.filters.team}</span>
            <NameChoice
              label={texts.agents.filters.team}
              names={known.map(({ name }) => name)}
              value={team}
              onValue={(chosen) => {
                set(index, { team: chosen });
              }}
            />
          </div>
          <Button
            size="icon"
            look="quiet"
            aria-label={texts.common.remove(group)}
            onClick={() => {
              onTeams(teams.filter((_, at) => at !== index));
            }}
          >
            <CloseIcon />
          </Button>
        </div>
      ))}
      <Button
        size="small"
        className="self-start"
        onClick={() => {
          onTeams([...teams, { group: '', team: undefined }]);
        }}
      >
        <PlusIcon />
        {texts.providers.addGroup}
      </Button>
    </fieldset>
  );
}
