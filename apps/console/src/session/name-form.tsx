import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { AGENTS } from '../api/agents.js';
import { changeName } from '../api/own.js';
import { type Me, meQuery } from '../api/session.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import { ProblemNote } from '../ui/problem-note.js';
import { useUnsaved } from '../ui/use-unsaved.js';

/** One's own name. */
export function NameForm({ me }: { readonly me: Me }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const [first, setFirst] = useState(me.first_name);
  const [last, setLast] = useState(me.last_name);
  const isChanged = first.trim() !== me.first_name || last.trim() !== me.last_name;
  const change = useMutation({
    mutationFn: () => changeName({ first_name: first.trim(), last_name: last.trim() }),
    onSuccess: () => Promise.all([meQuery.queryKey, AGENTS].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  const { question } = useUnsaved(isChanged && !change.isPending);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (first.trim() !== '') change.mutate();
      }}
    >
      {question}
      {change.error && <ProblemNote error={change.error} />}
      <TextField
        label={texts.agents.fields.firstName}
        autoComplete="given-name"
        required
        maxLength={140}
        value={first}
        error={first.trim() === '' ? texts.agents.faults.required : undefined}
        onValue={setFirst}
      />
      <TextField
        label={texts.agents.fields.lastName}
        autoComplete="family-name"
        maxLength={140}
        value={last}
        onValue={setLast}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" busy={change.isPending} disabled={!isChanged}>
          {texts.common.save}
        </Button>
        <span role="status" className="text-soft">
          {change.isSuccess && !isChanged && texts.common.saved}
        </span>
      </div>
    </form>
  );
}
