import { useMutation } from '@tanstack/react-query';

import { useTexts } from '../shell/preferences.js';
import { Button } from './button.js';
import { MiddleDialog } from './panel.js';
import { ProblemNote } from './problem-note.js';

interface ConfirmProps {
  readonly title: string;
  /** What will be different. */
  readonly consequence: string;
  /** The word for doing it. */
  readonly act: string;
  /** The words for not doing it, unless it is simply cancelled. */
  readonly stay?: string;
  readonly run: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something is done that cannot be undone, and stays until it is done or has failed. */
export function Confirm({ title, consequence, act, stay, run, onClose }: ConfirmProps) {
  const texts = useTexts();
  const attempt = useMutation({ mutationFn: run, onSuccess: onClose });
  return (
    <MiddleDialog title={title} onClose={onClose}>
      <p className="break-words">{consequence}</p>
      {attempt.error && <ProblemNote error={attempt.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{stay ?? texts.common.cancel}</Button>
        <Button
          look="danger"
          busy={attempt.isPending}
          onClick={() => {
            attempt.mutate();
          }}
        >
          {act}
        </Button>
      </div>
    </MiddleDialog>
  );
}
