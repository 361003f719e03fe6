import { useState } from 'react';

import { useTexts } from '../shell/preferences.js';
import { Button } from './button.js';
import { Confirm } from './confirm.js';

interface DeleteButtonProps {
  /** The question that is asked first. */
  readonly title: string;
  /** What will be different. */
  readonly consequence: string;
  readonly run: () => Promise<unknown>;
}

/** Deletes what the page shows, after a question. */
export function DeleteButton({ title, consequence, run }: DeleteButtonProps) {
  const { common } = useTexts();
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button
        look="danger"
        onClick={() => {
          setAsked(true);
        }}
      >
        {common.delete}
      </Button>
      {asked && (
        <Confirm
          title={title}
          consequence={consequence}
          act={common.delete}
          run={run}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </>
  );
}
