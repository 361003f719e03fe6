import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { type IssuedKey, type Key, rotateKey } from '../api/keys.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { SelectField } from '../ui/field.js';
import { MiddleDialog } from '../ui/panel.js';
import { ProblemNote } from '../ui/problem-note.js';

interface RotateKeyDialogProps {
  readonly agentId: number;
  readonly apiKey: Key;
  readonly onIssued: (key: IssuedKey) => void;
  readonly onClose: () => void;
}

/** Gives a key a new secret, and asks how long the one before is to work beside it. */
export function RotateKeyDialog({ agentId, apiKey, onIssued, onClose }: RotateKeyDialogProps) {
  const texts = useTexts();
  const [overlap, setOverlap] = useState('3600');
  const rotation = useMutation({
    mutationFn: () => rotateKey(agentId, apiKey.id, Number(overlap)),
    onSuccess: onIssued,
  });
  return (
    <MiddleDialog title={texts.keys.rotateTitle(apiKey.name)} onClose={onClose}>
      {rotation.error && <ProblemNote error={rotation.error} />}
      <SelectField<string>
        label={texts.keys.overlapFor}
        hint={texts.keys.overlapHint}
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
