import { Dialog } from '@base-ui/react/dialog';
import { Link, Outlet } from '@tanstack/react-router';
import { useState } from 'react';

import { FactorReminder } from '../factors/factor-reminder.js';
import { Palette, PaletteButton } from '../palette/palette.js';
import { buttonLook } from '../ui/button.js';
import { CloseIcon, MenuIcon } from '../ui/icons.js';
import { AccountMenu } from './account-menu.js';
import { Logo } from './logo.js';
import { useMe } from './me.js';
import { useTexts } from './preferences.js';
import { sectionsOf } from './sections.js';

/** What stands around every page: where one can go, who one is. */
export function Frame() {
  return <Palette>{(openPalette) => <Framed onPalette={openPalette} />}</Palette>;
}

interface FrameProps {
  readonly onPalette: () => void;
}

function Framed({ onPalette }: FrameProps) {
  const texts = useTexts();
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[13rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-20 rounded-md bg-surface px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {texts.shell.skip}
      </a>
      <header className="sticky top-0 hidden h-dvh flex-col border-r border-line p-3 md:flex">
        <SideBar onGo={() => undefined} onPalette={onPalette} />
      </header>
      <TopBar onPalette={onPalette} />
      <main id="content" className="min-w-0 px-4 py-4 md:px-6">
        <FactorReminder />
        <Outlet />
      </main>
    </div>
  );
}

/** On a phone, the side bar comes when it is asked for. */
function TopBar({ onPalette }: FrameProps) {
  const texts = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-10 flex items-center justify-between border-b border-line bg-canvas px-4 py-2 md:hidden">
      <Logo />
      <Dialog.Root open={open} onOpenChange={setOpen}>
        <Dialog.Trigger aria-label={texts.shell.menu} className={buttonLook('quiet', 'icon')}>
          <MenuIcon />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-20 bg-veil" />
          <Dialog.Popup
            aria-label={texts.shell.menu}
            className="fixed inset-y-0 right-0 z-20 flex w-64 flex-col bg-canvas p-3 shadow-pop"
          >
            <Dialog.Close
              aria-label={texts.common.close}
              className={`absolute top-2 right-3 ${buttonLook('quiet', 'icon')}`}
            >
              <CloseIcon />
            </Dialog.Close>
            <SideBar
              onGo={() => {
                setOpen(false);
              }}
              onPalette={() => {
                setOpen(false);
                onPalette();
              }}
            />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </header>
  );
}

function SideBar({ onGo, onPalette }: FrameProps & { readonly onGo: () => void }) {
  const texts = useTexts();
  const me = useMe();
  return (
    <>
      <div className="px-2 pt-1 pb-4">
        <Logo />
      </div>
      <PaletteButton onOpen={onPalette} className="mb-3" />
      <nav aria-label={texts.shell.navigation} className="flex flex-1 flex-col gap-0.5">
        {sectionsOf(me).map(({ to, name, icon }) => (
          <Link
            key={to}
            to={to}
            onClick={onGo}
            className="flex h-8 items-center gap-2.5 rounded-md px-2 text-soft hover:bg-hover hover:text-ink aria-[current=page]:bg-tint aria-[current=page]:font-medium aria-[current=page]:text-ink"
          >
            {icon}
            {name(texts)}
          </Link>
        ))}
      </nav>
      <AccountMenu onGo={onGo} />
    </>
  );
}
