import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { AGENTS } from '../api/agents.js';
import { Problem } from '../api/problem.js';
import { createTeam, deleteTeam, type Team, TEAMS, updateTeam } from '../api/teams.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { DeleteButton } from '../ui/delete-button.js';
import { SelectField, TextField } from '../ui/field.js';
import { NameChoice } from '../ui/name-picker.js';
import { ProblemNote } from '../ui/problem-note.js';
import { useUnsaved } from '../ui/use-unsaved.js';

const USUAL_ASSIGNMENT = 'Round robin';

const ZONES = Intl.supportedValuesOf('timeZone');

interface TeamFormProps {
  /** Null for a new one. */
  readonly team: Team | null;
  readonly onDone: () => void;
}

/** A team as it is filled in. What is not shown stays as it is. */
export function TeamForm({ team, onDone }: TeamFormProps) {
  const texts = useTexts();
  const queries = useQueryClient();
  const [name, setName] = useState(team?.name ?? '');
  const [emoji, setEmoji] = useState(team?.emoji ?? '');
  const [timezone, setTimezone] = useState(team?.timezone);
  const [assignment, setAssignment] = useState(team?.conversation_assignment_type ?? USUAL_ASSIGNMENT);
  const refresh = () =>
    Promise.all([TEAMS, AGENTS].map((queryKey) => queries.invalidateQueries({ queryKey }))).then(onDone);
  const saving = useMutation({
    mutationFn: () => {
      const body = {
        ...(team && notShown(team)),
        name: name.trim(),
        emoji: emoji.trim(),
        timezone: timezone ?? '',
        conversation_assignment_type: assignment,
      };
      return team ? updateTeam(team.id, body) : createTeam(body);
    },
    onSuccess: refresh,
  });
  const isChanged =
    name !== (team?.name ?? '') ||
    emoji !== (team?.emoji ?? '') ||
    (timezone ?? '') !== (team?.timezone ?? '') ||
    assignment !== (team?.conversation_assignment_type ?? USUAL_ASSIGNMENT);
  const { question } = useUnsaved(isChanged && !saving.isPending);
  const refused = saving.error instanceof Problem ? saving.error.fields : {};
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      {question}
      {saving.error && <ProblemNote error={saving.error} />}
      <TextField label={texts.keys.name} required maxLength={140} value={name} error={refused.name} onValue={setName} />
      <TextField label={texts.teams.emoji} maxLength={50} value={emoji} error={refused.emoji} onValue={setEmoji} />
      <div className="flex flex-col gap-1">
        <span className="text-sm font-medium">{texts.teams.timezone}</span>
        <NameChoice
          label={texts.teams.timezone}
          names={ZONES}
          value={timezone === '' ? undefined : timezone}
          onValue={setTimezone}
        />
      </div>
      <SelectField
        label={texts.teams.assignment}
        value={assignment}
        options={texts.teams.assignments}
        onValue={setAssignment}
      />
      <div className="flex justify-between gap-2">
        <Button type="submit" look="main" busy={saving.isPending}>
          {team ? texts.common.save : texts.teams.create}
        </Button>
        {team && (
          <DeleteButton
            title={texts.teams.deleteTitle(team.name)}
            consequence={texts.teams.deleteHow}
            run={() => deleteTeam(team.id).then(refresh)}
          />
        )}
      </div>
    </form>
  );
}

/** A change replaces all fields of a team, so these are sent as they are. */
function notShown({ business_hours_id, sla_policy_id, max_auto_assigned_conversations }: Team) {
  return { business_hours_id, sla_policy_id, max_auto_assigned_conversations };
}
