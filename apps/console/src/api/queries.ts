import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { Problem } from './problem.js';

/** What the console has read. `onSignedOut` is called when the api no longer knows the session. */
export function queryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof Problem && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: isWorthAnotherTry, staleTime: 5_000 } },
  });
}

/** What the api has answered it would answer again. */
function isWorthAnotherTry(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502);
}
