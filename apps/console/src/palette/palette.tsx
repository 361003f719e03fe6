import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';

import { useTexts } from '../shell/preferences.js';
import { SearchIcon } from '../ui/icons.js';
import { PALETTE_KEYS } from './palette-keys.js';

const loadPalette = () => import('./command-palette.js').then((file) => ({ default: file.CommandPalette }));
const CommandPalette = lazy(loadPalette);
const ShortcutsDialog = lazy(() => import('./shortcuts.dialog.js').then((file) => ({ default: file.ShortcutsDialog })));

type Shown = 'palette' | 'shortcuts' | null;

/** The keys that work on every page, and what they bring up; `children` get a way to open the palette by hand. */
export function Palette({ children }: { readonly children: (open: () => void) => ReactNode }) {
  const [shown, setShown] = useState<Shown>(null);
  useEffect(() => {
    // What somebody types at once behind Ctrl-K is not to be lost while it is fetched.
    void loadPalette();
  }, []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        setShown((now) => (now === 'palette' ? null : 'palette'));
      } else if (!isTyping(event) && !document.querySelector('[role=dialog]')) {
        if (event.key === '?') setShown('shortcuts');
        const search = event.key === '/' && document.querySelector<HTMLInputElement>('main input[type=search]');
        if (search) {
          event.preventDefault();
          search.focus();
        }
      }
    };
    document.addEventListener('keydown', press);
    return () => {
      document.removeEventListener('keydown', press);
    };
  }, []);
  const close = () => {
    setShown(null);
  };
  return (
    <>
      {children(() => {
        setShown('palette');
      })}
      <Suspense>
        {shown === 'palette' && (
          <CommandPalette
            onClose={close}
            onShortcuts={() => {
              setShown('shortcuts');
            }}
          />
        )}
        {shown === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      </Suspense>
    </>
  );
}

/** Opens the palette for whoever does not know its keys. */
export function PaletteButton({
  onOpen,
  className = '',
}: {
  readonly onOpen: () => void;
  readonly className?: string;
}) {
  const texts = useTexts();
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onOpen}
      className={`flex h-8 items-center gap-2.5 rounded-md border border-edge bg-surface px-2 text-soft hover:text-ink ${className}`}
    >
      <SearchIcon />
      <span className="min-w-0 flex-1 truncate text-start">{texts.palette.button}</span>
      <kbd aria-hidden className="text-xs max-md:hidden">
        {PALETTE_KEYS.join(' ')}
      </kbd>
    </button>
  );
}

/** Whether a letter belongs to what somebody writes. */
function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  return target instanceof HTMLElement && target.closest('input, select, textarea, [contenteditable]') !== null;
}
