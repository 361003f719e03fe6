import { Choice } from '../ui/field.js';
import { LANGUAGES, usePreferences, useTexts } from './preferences.js';

export function LanguageChoice() {
  const texts = useTexts();
  const { language, setLanguage } = usePreferences();
  return <Choice aria-label={texts.shell.language} value={language} options={LANGUAGES} onValue={setLanguage} />;
}

export function ThemeChoice() {
  const texts = useTexts();
  const { theme, setTheme } = usePreferences();
  return <Choice aria-label={texts.shell.theme} value={theme} options={texts.shell.themes} onValue={setTheme} />;
}
