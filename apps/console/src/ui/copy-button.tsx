import { useState } from 'react';

import { useTexts } from '../shell/preferences.js';
import { Button } from './button.js';
import { CheckIcon, CopyIcon } from './icons.js';

/** Puts a text into the clipboard, and says so. */
export function CopyButton({ text }: { readonly text: string }) {
  const texts = useTexts();
  const [copied, setCopied] = useState(false);
  // Elsewhere browsers give pages no clipboard.
  if (!window.isSecureContext) return null;
  return (
    <Button
      size="small"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(true);
        });
      }}
    >
      {copied ? <CheckIcon /> : <CopyIcon />}
      <span aria-live="polite">{copied ? texts.common.copied : texts.common.copy}</span>
    </Button>
  );
}
