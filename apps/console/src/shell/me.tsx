import { useSuspenseQuery } from '@tanstack/react-query';

import { type Me, meQuery } from '../api/session.js';

/** Who is signed in, on a page that only they see. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (!data) throw new Error('Nobody is signed in');
  return data;
}
