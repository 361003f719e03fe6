import { useMutation, useQueryClient } from '@tanstack/react-query';

import { AGENTS, type Availability } from '../api/agents.js';
import { setAvailability } from '../api/own.js';
import { type Me, meQuery } from '../api/session.js';
import { useTexts } from '../shell/preferences.js';
import { SelectField } from '../ui/field.js';
import { ProblemNote } from '../ui/problem-note.js';

/** What a person chooses; `away` is set by programs when nobody is there. */
const CHOSEN = ['online', 'away_manual', 'away_and_reassigning', 'offline'] as const satisfies readonly Availability[];

/** Whether one takes work now; what is chosen is told to the api at once. */
export function OwnAvailability({ me }: { readonly me: Me }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: setAvailability,
    onSettled: () => Promise.all([meQuery.queryKey, AGENTS].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  const now = change.isPending ? change.variables : me.availability_status;
  const words = texts.agents.availability;
  const options = Object.fromEntries([...new Set([...CHOSEN, now])].map((word) => [word, words[word]]));
  return (
    <>
      {change.error && <ProblemNote error={change.error} />}
      <SelectField<string>
        label={texts.agents.columns.availability}
        value={now}
        options={options}
        onValue={(chosen) => {
          const status = CHOSEN.find((word) => word === chosen);
          if (status) change.mutate(status);
        }}
      />
    </>
  );
}
