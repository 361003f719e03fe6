import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { showFactorToSignIn } from '../api/factors.js';
import type { Me } from '../api/session.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import { ProblemNote } from '../ui/problem-note.js';

interface SecondStepFormProps {
  readonly onIn: (me: Me) => void;
  /** Back to the password. */
  readonly onBack: () => void;
}

/** The second factor of a sign-in whose password was right. */
export function SecondStepForm({ onIn, onBack }: SecondStepFormProps) {
  const texts = useTexts();
  const [code, setCode] = useState('');
  const attempt = useMutation({ mutationFn: () => showFactorToSignIn(code), onSuccess: onIn });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      {attempt.error && <ProblemNote error={attempt.error} />}
      <TextField
        label={texts.factors.code}
        hint={texts.factors.codeHow}
        autoComplete="one-time-code"
        required
        autoFocus
        maxLength={40}
        value={code}
        onValue={setCode}
      />
      <Button type="submit" look="main" busy={attempt.isPending}>
        {texts.session.signIn}
      </Button>
      <Button look="quiet" onClick={onBack}>
        {texts.session.back}
      </Button>
    </form>
  );
}
