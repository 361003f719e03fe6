import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';

import { de } from '../texts/de.js';
import { en, type Texts } from '../texts/en.js';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The languages, each by its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const TEXTS: Readonly<Record<Language, Texts>> = { en, de };

interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  readonly setTheme: (theme: Theme) => void;
  readonly setLanguage: (language: Language) => void;
}

const PreferencesContext = createContext<Preferences | null>(null);

/** How this browser shows the console: kept in it, and known to nobody else. */
export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [theme, setTheme] = useKept('theme', isTheme, 'system');
  const [language, setLanguage] = useKept('language', isLanguage, firstLanguage());
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.lang = language;
  }, [theme, language]);
  const preferences = useMemo(
    () => ({ theme, language, setTheme, setLanguage }),
    [theme, language, setTheme, setLanguage],
  );
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext);
  if (!preferences) throw new Error('usePreferences is for components below PreferencesProvider');
  return preferences;
}

/** What the console says, in the reader's language. */
export function useTexts(): Texts {
  return TEXTS[usePreferences().language];
}

/** How dates are written: as the browser says for the chosen language, in its country. */
export function useLocale(): string {
  const { language } = usePreferences();
  return navigator.languages.find((tag) => tag.startsWith(`${language}-`)) ?? language;
}

/** A value that the browser keeps under this name, as text. What is kept and is none of the known values counts as `first`. */
function useKept<T extends string>(
  name: string,
  isValue: (text: string | null) => text is T,
  first: T,
): [T, (value: T) => void] {
  const key = `rollcall.${name}`;
  const [value, setValue] = useState(() => {
    const kept = localStorage.getItem(key);
    return isValue(kept) ? kept : first;
  });
  useEffect(() => {
    localStorage.setItem(key, value);
  }, [key, value]);
  return [value, setValue];
}

function isTheme(text: string | null): text is Theme {
  return THEMES.some((theme) => theme === text);
}

export function isLanguage(text: string | null): text is Language {
  return text !== null && Object.hasOwn(LANGUAGES, text);
}

/** The first language of the browser that we have. */
function firstLanguage(): Language {
  return navigator.languages.map((tag) => tag.split('-', 1)[0] ?? '').find(isLanguage) ?? 'en';
}
