import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';

import { useTexts } from '../shell/preferences.js';
import { Confirm } from './confirm.js';

interface Unsaved {
  /** To be shown in the form: whether to leave what is filled in. Null while nobody is asked. */
  readonly question: ReactNode;
  /** Leaves the form by other means than an address, once it may be left. */
  readonly leave: (go: () => void) => void;
}

/**
 * Keeps a form from being left by mistake while something in it is changed and not saved: by a link, the back button, closing
 * its panel or the browser's tab. `isChanged` is false again while it is being saved.
 */
export function useUnsaved(isChanged: boolean): Unsaved {
  const texts = useTexts();
  const [go, setGo] = useState<(() => void) | null>(null);
  const blocker = useBlocker({
    shouldBlockFn: () => isChanged,
    enableBeforeUnload: () => isChanged,
    withResolver: true,
  });
  const isAsked = go !== null || blocker.status === 'blocked';
  return {
    leave: (leaving) => {
      if (isChanged) setGo(() => leaving);
      else leaving();
    },
    question: isAsked && (
      <Confirm
        title={texts.unsaved.title}
        consequence={texts.unsaved.how}
        act={texts.unsaved.discard}
        stay={texts.unsaved.stay}
        run={async () => {
          go?.();
          blocker.proceed?.();
          return Promise.resolve();
        }}
        onClose={() => {
          setGo(null);
          blocker.reset?.();
        }}
      />
    ),
  };
}
