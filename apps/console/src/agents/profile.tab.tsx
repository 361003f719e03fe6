import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { type Agent, AGENTS, agentQuery, updateAgent } from '../api/agents.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { Details } from '../ui/details.js';
import { ProblemNote } from '../ui/problem-note.js';
import { Time } from '../ui/time.js';
import { useUnsaved } from '../ui/use-unsaved.js';
import { type AgentDraft, bodyOf, draftOf, faultsOf } from './agent-draft.js';
import { AgentFields } from './agent-fields.js';
import { AvatarField } from './avatar-field.js';
import { type Conflict, ConflictNote } from './conflict-note.js';
import { isSameDraft } from './draft-merge.js';
import { saveMerged } from './save-merged.js';

/** Who an agent is: filled in on the left, and what is only known on the right. */
export function ProfileTab({ agent }: { readonly agent: Agent }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const [read, setRead] = useState(agent);
  const [draft, setDraft] = useState(() => draftOf(agent));
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([]);
  const names: Readonly<Record<keyof AgentDraft, string>> = {
    first_name: texts.agents.fields.firstName,
    last_name: texts.agents.fields.lastName,
    email: texts.session.email,
    roles: texts.shell.roles,
    teams: texts.shell.teams,
  };
  // Nothing is filled in, so what is new is shown.
  if (agent.etag !== read.etag && isSameDraft(draft, draftOf(read))) {
    setRead(agent);
    setDraft(draftOf(agent));
  }
  const change = useMutation({
    mutationFn: () => saveMerged(read, draft, draftOf, (of, made) => updateAgent(of, bodyOf(made))),
    onSuccess: async (outcome) => {
      if (!('saved' in outcome)) {
        const { now, merge } = outcome;
        const theirs = draftOf(now);
        setRead(now);
        setDraft(merge.draft);
        setConflicts(merge.conflicts.map((field) => ({ field: names[field], theirs: textOf(theirs[field]) })));
        return;
      }
      const { saved } = outcome;
      setConflicts([]);
      setRead(saved);
      setDraft(draftOf(saved));
      queries.setQueryData(agentQuery(agent.id).queryKey, saved);
      await queries.invalidateQueries({ queryKey: AGENTS });
    },
  });
  const isChanged = !isSameDraft(draft, draftOf(read));
  const { question } = useUnsaved(isChanged && !change.isPending);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,28rem)_minmax(0,24rem)]">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (Object.keys(faultsOf(draft)).length === 0) change.mutate();
        }}
      >
        {question}
        {change.error && <ProblemNote error={change.error} />}
        {conflicts.length > 0 && <ConflictNote conflicts={conflicts} />}
        <AgentFields draft={draft} onDraft={setDraft} strict refusal={change.error} />
        <div className="flex items-center gap-3">
          <Button type="submit" look="main" busy={change.isPending} disabled={!isChanged}>
            {texts.common.save}
          </Button>
          <span role="status" className="text-soft">
            {change.isSuccess && !isChanged && texts.common.saved}
          </span>
        </div>
      </form>
      <div className="flex flex-col gap-4">
        <AvatarField owner={agent.id} name={`${agent.first_name} ${agent.last_name}`.trim()} url={agent.avatar_url} />
        <Known agent={agent} />
      </div>
    </div>
  );
}

function textOf(value: string | readonly string[]): string {
  return typeof value === 'string' ? value : value.join(', ');
}

/** What the directory knows of an agent beside what is filled in. */
function Known({ agent }: { readonly agent: Agent }) {
  const texts = useTexts();
  const { known } = texts.agents;
  const phone = [agent.phone_number_calling_code, agent.phone_number].filter((part) => part !== null).join(' ');
  const rows = [
    [known.lastLogin, <Time key="login" at={agent.last_login_at} none={known.never} />],
    [known.lastActive, <Time key="active" at={agent.last_active_at} none={known.never} />],
    [texts.agents.columns.created, <Time key="created" at={agent.created_at} />],
    [texts.agents.columns.changed, <Time key="changed" at={agent.updated_at} />],
    [known.phone, phone || '–'],
    [known.country, agent.country ?? '–'],
    [texts.agents.columns.id, agent.id],
    [texts.agents.columns.external, agent.external_user_id ?? '–'],
  ] as const;
  return (
    <div className="h-fit rounded-lg border border-line bg-surface p-4">
      <Details rows={rows} />
    </div>
  );
}
