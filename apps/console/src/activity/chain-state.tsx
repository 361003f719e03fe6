import { useQuery } from '@tanstack/react-query';

import { chainQuery } from '../api/activity.js';
import { useLocale, useTexts } from '../shell/preferences.js';
import { State } from '../ui/badge.js';
import { Time } from '../ui/time.js';

/** How far the log is sealed, so that a change of it afterwards would be found. */
export function ChainState() {
  const { activity: texts } = useTexts();
  const locale = useLocale();
  const { data } = useQuery(chainQuery);
  if (!data) return null;
  const number = new Intl.NumberFormat(locale);
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-sm text-soft" title={texts.sealedHow}>
      {data.unsealed === 0 ? (
        <State tone="good" shape="full">
          {texts.sealed(number.format(data.sealed))}
        </State>
      ) : (
        <State tone="warn" shape="half">
          {texts.unsealed(number.format(data.unsealed), number.format(data.sealed))}
        </State>
      )}
      <Time at={data.caught_up_at} />
    </p>
  );
}
