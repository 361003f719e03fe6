import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { factorsQuery, removeFactor, renewRecoveryCodes, type SecondFactor } from '../api/factors.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { ProblemNote } from '../ui/problem-note.js';
import { SecretDialog } from '../ui/secret-dialog.js';
import { LoadingState } from '../ui/states.js';
import { FactorList } from './factor-list.js';
import { NewFactorDialog } from './new-factor.dialog.js';
import { RenameFactorDialog } from './rename-factor.dialog.js';

/** One's own second factors, to be added and removed. */
export function OwnFactors() {
  const texts = useTexts();
  const { data, error, refetch } = useQuery(factorsQuery('me'));
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<SecondFactor | null>(null);
  const [renamed, setRenamed] = useState<SecondFactor | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const renewal = useMutation({ mutationFn: renewRecoveryCodes, onSuccess: setCodes, onSettled: () => refetch() });
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-soft">{texts.factors.what}</p>
      {renewal.error && <ProblemNote error={renewal.error} />}
      <FactorList factors={data.factors} own={{ onRename: setRenamed, onRemove: setRemoved }} />
      {data.factors.length > 0 && <p className="text-soft">{texts.factors.codesLeft(data.recovery_codes_left)}</p>}
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() => {
            setAdding(true);
          }}
        >
          {texts.factors.add}
        </Button>
        {data.factors.length > 0 && (
          <Button
            busy={renewal.isPending}
            onClick={() => {
              renewal.mutate();
            }}
          >
            {texts.factors.newCodes}
          </Button>
        )}
      </div>
      {isAdding && (
        <NewFactorDialog
          onClose={(recoveryCodes) => {
            setAdding(false);
            setCodes(recoveryCodes);
            void refetch();
          }}
        />
      )}
      {renamed && (
        <RenameFactorDialog
          factor={renamed}
          onClose={() => {
            setRenamed(null);
            void refetch();
          }}
        />
      )}
      {removed && (
        <Confirm
          title={texts.factors.removeTitle(removed.name)}
          consequence={texts.factors.removeHow}
          act={texts.factors.remove}
          run={() => removeFactor(removed.id).finally(() => refetch())}
          onClose={() => {
            setRemoved(null);
          }}
        />
      )}
      {codes.length > 0 && (
        <SecretDialog
          title={texts.factors.codes}
          parts={[[texts.factors.codesHow, codes.join(' ')]]}
          onClose={() => {
            setCodes([]);
          }}
        />
      )}
    </div>
  );
}
