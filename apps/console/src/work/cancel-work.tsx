import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';

interface CancelWorkProps {
  readonly title: string;
  readonly cancel: () => Promise<unknown>;
  /** What is asked for again then. */
  readonly queryKey: readonly unknown[];
}

/** Ends an import or a bulk change before it is done. */
export function CancelWork({ title, cancel, queryKey }: CancelWorkProps) {
  const texts = useTexts();
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Button
        look="danger"
        onClick={() => {
          setAsked(true);
        }}
      >
        {texts.work.cancel}
      </Button>
      {isAsked && (
        <Confirm
          title={title}
          consequence={texts.work.cancelHow}
          act={texts.work.cancel}
          run={async () => {
            await cancel();
            await queries.invalidateQueries({ queryKey });
          }}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </>
  );
}
