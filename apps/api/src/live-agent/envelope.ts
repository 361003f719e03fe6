import type { Page, PageRequest } from '@rollcall/kernel';

/** Every success of this family. */
export interface LiveAgentSuccess<T> {
  readonly message: string;
  readonly meta: Readonly<Record<string, never>>;
  readonly data: T;
}

/** A page as this family shows it; `previous_page` and `next_page` are null where there is none. */
export interface LiveAgentPage<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly size: number;
  readonly pages: number;
  readonly previous_page: number | null;
  readonly next_page: number | null;
}

const success =
  (message: string) =>
  <T>(data: T): LiveAgentSuccess<T> => ({ message, meta: {}, data });

export const created = success('Data created successfully');
export const retrieved = success('Data retrieved successfully');
export const updated = success('Data updated successfully');

/** A page in the envelope, whose message is empty on lists. */
export function listed<T, U>(
  { items, total }: Page<T>,
  { page, pageSize }: PageRequest,
  present: (item: T) => U,
): LiveAgentSuccess<LiveAgentPage<U>> {
  const pages = Math.ceil(total / pageSize);
  return success('')({
    items: items.map(present),
    total,
    page,
    size: pageSize,
    pages,
    previous_page: page > 1 ? page - 1 : null,
    next_page: page < pages ? page + 1 : null,
  });
}
