import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { requestReset } from '../api/session.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import { ProblemNote } from '../ui/problem-note.js';
import { Card } from './card.js';

/** Asking for a mail with a link to a new password. It never tells whether the address is known. */
export function ForgottenPasswordPage() {
  const texts = useTexts();
  const [email, setEmail] = useState('');
  const request = useMutation({ mutationFn: () => requestReset(email) });
  return (
    <Card title={request.isSuccess ? texts.session.sent : texts.session.reset}>
      {request.isSuccess ? (
        <p role="status" className="break-words">
          {texts.session.sentHow(email)}
        </p>
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            request.mutate();
          }}
        >
          <p className="text-soft">{texts.session.resetHow}</p>
          {request.error && <ProblemNote error={request.error} />}
          <TextField
            label={texts.session.email}
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onValue={setEmail}
          />
          <Button type="submit" look="main" busy={request.isPending}>
            {texts.session.sendLink}
          </Button>
        </form>
      )}
      <Link to="/sign-in" className="self-center text-accent underline">
        {texts.session.back}
      </Link>
    </Card>
  );
}
