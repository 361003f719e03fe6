import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

import { useTexts } from '../shell/preferences.js';
import { buttonLook } from './button.js';
import { CloseIcon } from './icons.js';

interface PanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What is filled in beside the page it is about. */
export function SidePanel({ title, onClose, children }: PanelProps) {
  return (
    <Box title={title} onClose={onClose} look="inset-y-0 right-0 w-full max-w-md border-l border-line overflow-y-auto">
      {children}
    </Box>
  );
}

/** A question or an answer that comes before everything else. */
export function MiddleDialog({ title, onClose, children }: PanelProps) {
  return (
    <Box
      title={title}
      onClose={onClose}
      look="top-1/2 left-1/2 max-h-[90dvh] w-[calc(100%-2rem)] max-w-lg -translate-1/2 overflow-y-auto rounded-lg border border-line"
    >
      {children}
    </Box>
  );
}

function Box({ title, onClose, look, children }: PanelProps & { readonly look: string }) {
  const texts = useTexts();
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-20 bg-veil" />
        <Dialog.Popup className={`fixed z-20 flex flex-col gap-4 bg-surface p-5 shadow-pop ${look}`}>
          <Dialog.Title className="min-w-0 pr-8 text-lg font-semibold break-words">{title}</Dialog.Title>
          {children}
          {/* The last one, so that what is to be filled in has the focus at first. */}
          <Dialog.Close
            aria-label={texts.common.close}
            className={`absolute top-4 right-3 ${buttonLook('quiet', 'icon')}`}
          >
            <CloseIcon />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
