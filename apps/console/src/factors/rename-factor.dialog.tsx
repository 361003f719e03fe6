import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { renameFactor, type SecondFactor } from '../api/factors.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import { MiddleDialog } from '../ui/panel.js';
import { ProblemNote } from '../ui/problem-note.js';

/** Gives a second factor another name. */
export function RenameFactorDialog({
  factor,
  onClose,
}: {
  readonly factor: SecondFactor;
  readonly onClose: () => void;
}) {
  const texts = useTexts();
  const [name, setName] = useState(factor.name);
  const renaming = useMutation({ mutationFn: () => renameFactor(factor.id, name.trim()), onSuccess: onClose });
  return (
    <MiddleDialog title={texts.factors.renameTitle(factor.name)} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          renaming.mutate();
        }}
      >
        {renaming.error && <ProblemNote error={renaming.error} />}
        <TextField label={texts.factors.name} required maxLength={60} value={name} onValue={setName} />
        <Button type="submit" look="main" busy={renaming.isPending} className="self-end">
          {texts.common.save}
        </Button>
      </form>
    </MiddleDialog>
  );
}
