import { useLocale } from '../shell/preferences.js';

/** A moment in the reader's zone and language, exact on hover; `none` where there is none. */
export function Time({ at, none = '–' }: { readonly at: string | null; readonly none?: string }) {
  const locale = useLocale();
  if (at === null) return <span className="text-soft">{none}</span>;
  const moment = new Date(at);
  const brief = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });
  return (
    <time dateTime={at} title={exact.format(moment)} className="whitespace-nowrap">
      {brief.format(moment)}
    </time>
  );
}
