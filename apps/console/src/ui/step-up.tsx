import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { stepUp } from '../api/factors.js';
import { Problem } from '../api/problem.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from './button.js';
import { TextField } from './field.js';

/** Shows the second factor again, for what was just refused. It is no form, since it may stand in one. */
export function StepUp({ onDone }: { readonly onDone?: (() => void) | undefined }) {
  const texts = useTexts();
  const [code, setCode] = useState('');
  const attempt = useMutation({ mutationFn: () => stepUp(code), onSuccess: () => onDone?.() });
  if (attempt.isSuccess) return <p role="status">{texts.factors.shown}</p>;
  const show = () => {
    attempt.mutate();
  };
  return (
    <div className="flex flex-col items-start gap-2 text-ink">
      <TextField
        label={texts.factors.code}
        autoComplete="one-time-code"
        maxLength={40}
        value={code}
        error={attempt.error instanceof Problem ? attempt.error.message : undefined}
        onValue={setCode}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          show();
        }}
      />
      <Button size="small" busy={attempt.isPending} disabled={code.trim() === ''} onClick={show}>
        {texts.factors.show}
      </Button>
    </div>
  );
}
