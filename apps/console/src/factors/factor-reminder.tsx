import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { factorsQuery } from '../api/factors.js';
import { useTexts } from '../shell/preferences.js';
import { Time } from '../ui/time.js';

/** Reminds somebody who needs a second factor and has none. */
export function FactorReminder() {
  const texts = useTexts();
  const { data } = useQuery({ ...factorsQuery('me'), staleTime: 60_000 });
  if (!data?.needed_from || data.factors.length > 0) return null;
  return (
    <p role="status" className="mb-4 rounded-md border border-line bg-surface px-3 py-2.5">
      {texts.factors.reminder} <Time at={data.needed_from} />.{' '}
      <Link to="/account" className="text-accent underline">
        {texts.factors.reminderLink}
      </Link>
    </p>
  );
}
