import { useQuery } from '@tanstack/react-query';
import { type FocusEvent, useState } from 'react';

import { teamNamesQuery } from '../api/names.js';
import { mayGrant } from '../api/permissions.js';
import { Problem } from '../api/problem.js';
import { rolesQuery } from '../api/roles.js';
import { useMe } from '../shell/me.js';
import { useTexts } from '../shell/preferences.js';
import { TextField } from '../ui/field.js';
import { NamesField } from '../ui/name-picker.js';
import { type AgentDraft, faultsOf } from './agent-draft.js';

interface AgentFieldsProps {
  readonly draft: AgentDraft;
  readonly onDraft: (draft: AgentDraft) => void;
  /** Whether all faults are to be shown, also of fields that nobody was in yet. */
  readonly strict: boolean;
  /** Why the api has refused what was filled in. */
  readonly refusal: Error | null;
}

/** The fields of an agent, checked as one types. Roles that the caller could not hand out are not offered. */
export function AgentFields({ draft, onDraft, strict, refusal }: AgentFieldsProps) {
  const texts = useTexts();
  const me = useMe();
  const { data: roles = [] } = useQuery(rolesQuery);
  const { data: teams = [] } = useQuery(teamNamesQuery);
  const [left, setLeft] = useState<ReadonlySet<keyof AgentDraft>>(new Set());
  const faults = faultsOf(draft);
  const refused = refusal instanceof Problem ? refusal.fields : {};
  const errorOf = (field: keyof AgentDraft) => {
    const fault = strict || left.has(field) ? faults[field] : undefined;
    return fault ? texts.agents.faults[fault] : refused[field];
  };
  const text = (field: 'first_name' | 'last_name' | 'email') => ({
    value: draft[field],
    error: errorOf(field),
    onValue: (value: string) => {
      onDraft({ ...draft, [field]: value });
    },
    onBlur: ({ relatedTarget }: FocusEvent) => {
      // A sentence that appears would move the button away from under the pointer.
      if (!(relatedTarget instanceof HTMLButtonElement)) setLeft(new Set([...left, field]));
    },
  });
  return (
    <>
      <TextField label={texts.agents.fields.firstName} required maxLength={140} {...text('first_name')} />
      <TextField label={texts.agents.fields.lastName} maxLength={140} {...text('last_name')} />
      <TextField label={texts.session.email} type="email" required maxLength={320} {...text('email')} />
      <NamesField
        label={texts.shell.roles}
        hint={texts.agents.fields.rolesHint}
        names={roles.filter((role) => mayGrant(me, role) || draft.roles.includes(role.name)).map(({ name }) => name)}
        value={draft.roles}
        error={errorOf('roles')}
        onValue={(names) => {
          onDraft({ ...draft, roles: names });
        }}
      />
      <NamesField
        label={texts.shell.teams}
        names={teams.map(({ name }) => name)}
        value={draft.teams}
        error={errorOf('teams')}
        onValue={(names) => {
          onDraft({ ...draft, teams: names });
        }}
      />
    </>
  );
}
