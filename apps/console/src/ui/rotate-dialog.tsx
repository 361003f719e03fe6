import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { useTexts } from '../shell/preferences.js';
import { Button } from './button.js';
import { SelectField } from './field.js';
import { MiddleDialog } from './panel.js';
import { ProblemNote } from './problem-note.js';

interface RotateDialogProps<T> {
  readonly title: string;
  /** Where people put the new secret in that time. */
  readonly hint: string;
  readonly rotate: (overlapSeconds: number) => Promise<T>;
  readonly onIssued: (issued: T) => void;
  readonly onClose: () => void;
}

/** Asks for a new secret, and how long the one before is to work beside it. */
export function RotateDialog<T>({ title, hint, rotate, onIssued, onClose }: RotateDialogProps<T>) {
  const texts = useTexts();
  const [overlap, setOverlap] = useState('3600');
  const rotation = useMutation({ mutationFn: () => rotate(Number(overlap)), onSuccess: onIssued });
  return (
    <MiddleDialog title={title} onClose={onClose}>
      {rotation.error && <ProblemNote error={rotation.error} />}
      <SelectField<string>
        label={texts.keys.overlapFor}
        hint={hint}
        value={overlap}
        options={texts.keys.overlaps}
        onValue={setOverlap}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button
          look="main"
          busy={rotation.isPending}
          onClick={() => {
            rotation.mutate();
          }}
        >
          {texts.keys.rotate}
        </Button>
      </div>
    </MiddleDialog>
  );
}
