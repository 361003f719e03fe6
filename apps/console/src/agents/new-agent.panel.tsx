import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';

import { AGENTS, createAgent } from '../api/agents.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { CheckField } from '../ui/field.js';
import { SidePanel } from '../ui/panel.js';
import { ProblemNote } from '../ui/problem-note.js';
import { useUnsaved } from '../ui/use-unsaved.js';
import { bodyOf, EMPTY_DRAFT, faultsOf } from './agent-draft.js';
import { AgentFields } from './agent-fields.js';
import { isSameDraft } from './draft-merge.js';

const route = getRouteApi('/inside/agents/new');

/** A new agent, beside the table. */
export function NewAgentPanel() {
  const texts = useTexts();
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [welcome, setWelcome] = useState(true);
  const [strict, setStrict] = useState(false);
  const creation = useMutation({
    mutationFn: () => createAgent({ ...bodyOf(draft), send_welcome_email: welcome }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: AGENTS });
      await navigate({ to: '/agents/$id', params: { id: String(id) } });
    },
  });
  const { question } = useUnsaved(!isSameDraft(draft, EMPTY_DRAFT) && !creation.isPending);
  return (
    <SidePanel title={texts.agents.new} onClose={() => void navigate({ to: '/agents', search })}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setStrict(true);
          if (Object.keys(faultsOf(draft)).length === 0) creation.mutate();
        }}
      >
        {question}
        {creation.error && <ProblemNote error={creation.error} />}
        <AgentFields draft={draft} onDraft={setDraft} strict={strict} refusal={creation.error} />
        <CheckField
          label={texts.agents.fields.welcome}
          hint={texts.agents.fields.welcomeHint}
          checked={welcome}
          onValue={setWelcome}
        />
        <Button type="submit" look="main" busy={creation.isPending}>
          {texts.agents.create}
        </Button>
      </form>
    </SidePanel>
  );
}
