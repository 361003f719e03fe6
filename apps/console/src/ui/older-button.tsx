import type { ReactNode } from 'react';

import { Button } from './button.js';

/** A list that is read page by page, as a query gives it. */
interface PagedList {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** Asks for the next page of a list that begins with the newest; not there once there is no more. */
export function OlderButton({ list, children }: { readonly list: PagedList; readonly children: ReactNode }) {
  if (!list.hasNextPage) return null;
  return (
    <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()} className="self-start">
      {children}
    </Button>
  );
}
