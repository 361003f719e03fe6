import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import type { Redelivery } from '../api/webhooks.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { CheckField, TextField } from '../ui/field.js';
import { MiddleDialog } from '../ui/panel.js';
import { ProblemNote } from '../ui/problem-note.js';

interface RedeliverDialogProps {
  readonly run: (span: Redelivery) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks for a time in the reader's zone, of which events are sent again. */
export function RedeliverDialog({ run, onClose }: RedeliverDialogProps) {
  const texts = useTexts();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [failed, setFailed] = useState(true);
  const sending = useMutation({
    mutationFn: () => run({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), failed }),
    onSuccess: onClose,
  });
  return (
    <MiddleDialog title={texts.webhooks.redeliverSpan} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          sending.mutate();
        }}
      >
        {sending.error && <ProblemNote error={sending.error} />}
        <TextField label={texts.activity.from} type="datetime-local" required value={from} onValue={setFrom} />
        <TextField label={texts.activity.to} type="datetime-local" required value={to} onValue={setTo} />
        <CheckField
          label={texts.webhooks.failedOnly}
          hint={texts.webhooks.failedOnlyHint}
          checked={failed}
          onValue={setFailed}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" look="main" busy={sending.isPending}>
            {texts.mails.again}
          </Button>
        </div>
      </form>
    </MiddleDialog>
  );
}
