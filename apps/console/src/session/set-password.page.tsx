import { useMutation } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';

import { Problem } from '../api/problem.js';
import { setPassword } from '../api/session.js';
import { useTexts } from '../shell/preferences.js';
import { Button, buttonLook } from '../ui/button.js';
import { CheckField, TextField } from '../ui/field.js';
import { ProblemNote } from '../ui/problem-note.js';
import { Card } from './card.js';

/** Where a mailed link leads: a new password, by the token that stands behind the `#` of the address. */
export function SetPasswordPage() {
  const texts = useTexts();
  const router = useRouter();
  const [token] = useState(() => /^token=([\w-]+)$/.exec(router.latestLocation.hash)?.[1] ?? null);
  const [password, setNewPassword] = useState('');
  const [isShown, setShown] = useState(false);
  const change = useMutation({
    mutationFn: (link: string) => setPassword(link, password),
    // The link is used up.
    onSuccess: () => {
      window.history.replaceState(window.history.state, '', window.location.pathname);
    },
  });
  if (change.isSuccess)
    return (
      <Card title={texts.setPassword.done}>
        <p role="status">{texts.setPassword.doneHow}</p>
        <Link to="/sign-in" className={buttonLook('main')}>
          {texts.session.signIn}
        </Link>
      </Card>
    );
  if (token === null || isUseless(change.error))
    return (
      <Card title={texts.setPassword.useless}>
        <p role="alert">{texts.setPassword.uselessHow}</p>
        <Link to="/forgotten-password" className={buttonLook('main')}>
          {texts.session.reset}
        </Link>
      </Card>
    );
  return (
    <Card title={texts.setPassword.title}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(token);
        }}
      >
        {change.error && <ProblemNote error={change.error} />}
        <TextField
          label={texts.own.newPassword}
          hint={texts.own.passwordRule}
          type={isShown ? 'text' : 'password'}
          name="password"
          autoComplete="new-password"
          required
          autoFocus
          value={password}
          error={change.error instanceof Problem ? change.error.fields.password : undefined}
          onValue={setNewPassword}
        />
        <CheckField label={texts.setPassword.show} checked={isShown} onValue={setShown} />
        <Button type="submit" look="main" busy={change.isPending}>
          {texts.setPassword.set}
        </Button>
      </form>
    </Card>
  );
}

/** Whether the api has refused the link and not the password. */
function isUseless(error: Error | null): boolean {
  return error instanceof Problem && error.status === 400 && error.fields.password === undefined;
}
