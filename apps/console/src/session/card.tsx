import type { ReactNode } from 'react';

import { Logo } from '../shell/logo.js';
import { LanguageChoice, ThemeChoice } from '../shell/preference-choices.js';

/** The frame of the pages for somebody who is not signed in. */
export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center justify-center gap-6 p-4">
      <header>
        <Logo />
      </header>
      <main className="flex w-full max-w-sm flex-col gap-4 rounded-lg border border-line bg-surface p-6">
        <h1 className="text-xl font-semibold">{title}</h1>
        {children}
      </main>
      <footer className="flex w-full max-w-sm gap-2">
        <LanguageChoice />
        <ThemeChoice />
      </footer>
    </div>
  );
}
