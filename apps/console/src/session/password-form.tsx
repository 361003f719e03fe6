import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { changePassword } from '../api/own.js';
import { Problem } from '../api/problem.js';
import { sessionsQuery } from '../api/sessions.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import { ProblemNote } from '../ui/problem-note.js';

/** Sets one's own password by the current one. */
export function PasswordForm() {
  const texts = useTexts();
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => changePassword(current, password),
    onSuccess: async () => {
      setCurrent('');
      setPassword('');
      await queries.invalidateQueries({ queryKey: sessionsQuery('me').queryKey });
    },
  });
  const refused = change.error instanceof Problem ? change.error.fields : {};
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      {change.error && <ProblemNote error={change.error} />}
      <TextField
        label={texts.own.currentPassword}
        type="password"
        autoComplete="current-password"
        required
        value={current}
        error={refused.current_password}
        onValue={setCurrent}
      />
      <TextField
        label={texts.own.newPassword}
        hint={texts.own.passwordRule}
        type="password"
        autoComplete="new-password"
        required
        value={password}
        error={refused.new_password}
        onValue={setPassword}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" busy={change.isPending}>
          {texts.own.changePassword}
        </Button>
        <span role="status" className="text-soft">
          {change.isSuccess && password === '' && texts.own.passwordChanged}
        </span>
      </div>
    </form>
  );
}
