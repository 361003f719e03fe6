import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { beginFactor, type BegunFactor, confirmFactor } from '../api/factors.js';
import { Problem } from '../api/problem.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { CopyButton } from '../ui/copy-button.js';
import { TextField } from '../ui/field.js';
import { MiddleDialog } from '../ui/panel.js';
import { ProblemNote } from '../ui/problem-note.js';
import { QrCode } from './qr-code.js';

/** Sets up an app: its name, its secret, its first code. */
export function NewFactorDialog({ onClose }: { readonly onClose: (recoveryCodes: readonly string[]) => void }) {
  const texts = useTexts();
  const [name, setName] = useState('');
  const [begun, setBegun] = useState<BegunFactor | null>(null);
  const beginning = useMutation({ mutationFn: () => beginFactor(name.trim()), onSuccess: setBegun });
  return (
    <MiddleDialog
      title={texts.factors.add}
      onClose={() => {
        onClose([]);
      }}
    >
      {begun ? (
        <Confirmation begun={begun} onDone={onClose} />
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            beginning.mutate();
          }}
        >
          {beginning.error && <ProblemNote error={beginning.error} />}
          <TextField
            label={texts.factors.name}
            hint={texts.factors.nameHow}
            required
            maxLength={60}
            value={name}
            onValue={setName}
          />
          <Button type="submit" look="main" busy={beginning.isPending} className="self-end">
            {texts.factors.next}
          </Button>
        </form>
      )}
    </MiddleDialog>
  );
}

function Confirmation({
  begun,
  onDone,
}: {
  readonly begun: BegunFactor;
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}) {
  const texts = useTexts();
  const [code, setCode] = useState('');
  const confirming = useMutation({ mutationFn: () => confirmFactor(begun.id, code), onSuccess: onDone });
  const refused = confirming.error instanceof Problem ? confirming.error.fields : {};
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        confirming.mutate();
      }}
    >
      <p>{texts.factors.scan}</p>
      <QrCode text={begun.uri} label={texts.factors.qr} />
      <div className="flex items-start justify-between gap-2 rounded-md border border-line bg-canvas p-2">
        <code aria-label={texts.factors.secret} role="note" className="font-mono text-sm break-all">
          {begun.secret}
        </code>
        <CopyButton text={begun.secret} />
      </div>
      {confirming.error && !refused.code && <ProblemNote error={confirming.error} />}
      <TextField
        label={texts.factors.code}
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        maxLength={40}
        value={code}
        error={refused.code}
        onValue={setCode}
      />
      <Button type="submit" look="main" busy={confirming.isPending} className="self-end">
        {texts.factors.confirm}
      </Button>
    </form>
  );
}
