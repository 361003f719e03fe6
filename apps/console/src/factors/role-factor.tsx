import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { needFactor, roleFactorQuery } from '../api/factors.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import { ProblemNote } from '../ui/problem-note.js';

/** From which day on the holders of a role need a second factor. */
export function RoleFactor({ roleId }: { readonly roleId: number }) {
  const texts = useTexts();
  const { data, error, refetch } = useQuery(roleFactorQuery(roleId));
  const [chosen, setChosen] = useState<string | null>(null);
  const saving = useMutation({
    // From the beginning of that day, where the reader is.
    mutationFn: (day: string) => needFactor(roleId, day === '' ? null : new Date(`${day}T00:00`).toISOString()),
    onSuccess: () => refetch(),
  });
  if (error) return <ProblemNote error={error} />;
  if (!data) return null;
  const saved = data.needed_from === null ? '' : dayOf(new Date(data.needed_from));
  const day = chosen ?? saved;
  return (
    <form
      className="flex max-w-md flex-col items-start gap-3 rounded-lg border border-line bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(day);
      }}
    >
      {saving.error && <ProblemNote error={saving.error} />}
      <TextField
        label={texts.factors.neededFrom}
        hint={texts.factors.neededFromHow}
        type="date"
        value={day}
        onValue={setChosen}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" busy={saving.isPending} disabled={day === saved}>
          {texts.factors.saveNeed}
        </Button>
        <span role="status" className="text-soft">
          {saving.isSuccess && day === saved && texts.common.saved}
        </span>
      </div>
    </form>
  );
}

/** As a date field has it, in the reader's zone. */
function dayOf(moment: Date): string {
  const [month, day] = [moment.getMonth() + 1, moment.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${moment.getFullYear()}-${month}-${day}`;
}
