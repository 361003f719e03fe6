import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { createKey, type IssuedKey, type KeyOwner } from '../api/keys.js';
import { isPermission } from '../api/permission-groups.js';
import { may } from '../api/permissions.js';
import { Problem } from '../api/problem.js';
import { useMe } from '../shell/me.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { SelectField, TextField } from '../ui/field.js';
import { NamesField } from '../ui/name-picker.js';
import { SidePanel } from '../ui/panel.js';
import { ProblemNote } from '../ui/problem-note.js';
import { useUnsaved } from '../ui/use-unsaved.js';
import { EMPTY_KEY, keyBodyOf } from './key-draft.js';

interface NewKeyPanelProps {
  readonly agent: KeyOwner;
  readonly onIssued: (key: IssuedKey) => void;
  readonly onClose: () => void;
}

/** A new key. Only permissions that both its agent and the caller hold are offered. */
export function NewKeyPanel({ agent, onIssued, onClose }: NewKeyPanelProps) {
  const texts = useTexts();
  const me = useMe();
  const [draft, setDraft] = useState(EMPTY_KEY);
  const creation = useMutation({ mutationFn: () => createKey(agent.id, keyBodyOf(draft)), onSuccess: onIssued });
  const refused = creation.error instanceof Problem ? creation.error.fields : {};
  const change = (changes: Partial<typeof draft>) => {
    setDraft({ ...draft, ...changes });
  };
  const { question, leave } = useUnsaved(draft !== EMPTY_KEY && !creation.isPending);
  return (
    <SidePanel
      title={texts.keys.new}
      onClose={() => {
        leave(onClose);
      }}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          creation.mutate();
        }}
      >
        {question}
        {creation.error && <ProblemNote error={creation.error} />}
        <TextField
          label={texts.keys.name}
          hint={texts.keys.nameHint}
          required
          maxLength={140}
          value={draft.name}
          error={refused.name}
          onValue={(name) => {
            change({ name });
          }}
        />
        <SelectField
          label={texts.keys.kind}
          value={draft.kind}
          options={texts.keys.kinds}
          onValue={(kind) => {
            change({ kind });
          }}
        />
        <NamesField
          label={texts.keys.scopes}
          hint={texts.keys.scopesHint}
          names={agent.permissions.filter(isPermission).filter((permission) => may(me, permission))}
          value={draft.scopes}
          error={refused.scopes}
          onValue={(scopes) => {
            change({ scopes: scopes.filter(isPermission) });
          }}
        />
        <TextField
          label={texts.keys.expires}
          hint={texts.keys.expiresHint}
          type="datetime-local"
          value={draft.expires}
          error={refused.expires_at}
          onValue={(expires) => {
            change({ expires });
          }}
        />
        <TextField
          label={texts.keys.ips}
          hint={texts.keys.ipsHint}
          value={draft.ips}
          error={refused.allowed_ips}
          onValue={(ips) => {
            change({ ips });
          }}
        />
        <Button type="submit" look="main" busy={creation.isPending}>
          {texts.keys.make}
        </Button>
      </form>
    </SidePanel>
  );
}
